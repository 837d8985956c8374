import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const listen = async (server: Server): Promise<number> => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

export interface Mail {
	from: string;
	to: string[];
	/** Headers and body as they were sent. */
	text: string;
}

/** A mail server on loopback that takes everything, without a password. */
export async function startMailHost() {
	const mails: Mail[] = [];
	const server = createServer((socket) => {
		let mail: Mail = { from: '', to: [], text: '' };
		let isText = false;
		let rest = '';
		socket.write('220 loopback\r\n');
		socket.on('data', (part) => {
			rest += String(part);
			for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
				const line = rest.slice(0, end);
				rest = rest.slice(end + 2);
				if (isText && line !== '.') {
					mail.text += `${line.replace(/^\.\./, '.')}\r\n`;
					continue;
				}
				if (isText) {
					isText = false;
					mails.push(mail);
					mail = { from: '', to: [], text: '' };
				} else if (/^DATA/i.test(line)) isText = true;
				const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
				if (/^MAIL FROM/i.test(line)) mail.from = address;
				if (/^RCPT TO/i.test(line)) mail.to.push(address);
				socket.write(isText ? '354 go on\r\n' : /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n');
			}
		});
		socket.on('error', () => socket.destroy());
	});
	const port = await listen(server);
	return { port, mails, close: () => server.close() };
}

export interface SlackCall {
	path: string;
	authorization: string;
	body: unknown;
}

/**
 * Slack's API on loopback: n8n's node knows no other address than slack.com, so that a proxy leads there, and a certificate
 * of its own says that it is the right one. Whatever else is asked of the proxy is refused. Needs the program openssl.
 */
export async function startSlackHost() {
	const folder = mkdtempSync(path.join(tmpdir(), 'slack-'));
	const [keyFile, certificateFile] = [path.join(folder, 'key.pem'), path.join(folder, 'certificate.pem')];
	execFileSync(
		'openssl',
		[
			...[
				'req',
				'-x509',
				'-newkey',
				'rsa:2048',
				'-nodes',
				'-days',
				'2',
				'-subj',
				'/CN=slack.com',
				'-addext',
				'subjectAltName=DNS:slack.com',
			],
			...['-keyout', keyFile, '-out', certificateFile],
		],
		{ stdio: 'ignore' },
	);
	const calls: SlackCall[] = [];
	const refused: string[] = [];
	const slack = createHttps({ key: readFileSync(keyFile), cert: readFileSync(certificateFile) }, (request, response) => {
		let body = '';
		request.on('data', (part: Buffer) => (body += String(part)));
		request.on('end', () => {
			calls.push({
				path: request.url ?? '',
				authorization: request.headers.authorization ?? '',
				body: body === '' ? undefined : JSON.parse(body),
			});
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify({ ok: true, channel: 'C1', ts: '1.1', message: { text: 'taken' } }));
		});
	});
	const slackPort = await listen(slack);
	const proxy = createHttp((request, response) => {
		refused.push(request.url ?? '');
		response.writeHead(502).end();
	});
	proxy.on('connect', ({ url }, client, head) => {
		client.on('error', () => client.destroy());
		if (url !== 'slack.com:443') {
			refused.push(url ?? '');
			client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		const onward = connect(slackPort, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			onward.write(head);
			onward.pipe(client).pipe(onward);
		});
		onward.on('error', () => client.destroy());
	});
	const proxyPort = await listen(proxy);
	return {
		calls,
		refused,
		/** Settings of a process that is to take it for Slack. */
		env: { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`, NO_PROXY: '127.0.0.1,localhost', NODE_EXTRA_CA_CERTS: certificateFile },
		close() {
			slack.close();
			proxy.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
