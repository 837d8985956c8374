import { InstanceError, TooLarge, type ExecutionQuery, type ExecutionSummary, type N8nApi } from '../migrate/n8nApi';
import { mostExecutionBytes, type Source } from './fromFiles';

/** Executions of a page: more take n8n more memory, fewer more time. */
const pageSize = 25;
/** The executions of a page that are asked for together take no more than this. */
const mostPageBytes = 20 * 1024 * 1024;

export interface InstanceOptions extends Pick<ExecutionQuery, 'workflowId' | 'startedAfter' | 'startedBefore' | 'before'> {
	api: Pick<N8nApi, 'executions' | 'execution'>;
	/** At most so many executions. */
	most?: number;
	/** After each page: the id of its last execution, from which another reading can go on. */
	onPage?: (lastId: string, read: number) => void;
	signal?: AbortSignal;
}

/**
 * The executions of an instance, newest first. Each page is asked for without data first, so that a huge execution is skipped
 * before it is sent. @throws InstanceError
 */
export function fromInstance({ api, most = Infinity, onPage, signal, before, ...filters }: InstanceOptions): Source {
	const problems: Source['problems'] = [];
	async function* executions() {
		let last = before;
		for (let read = 0; read < most;) {
			signal?.throwIfAborted();
			const query = { ...filters, limit: Math.min(pageSize, most - read), ...(last === undefined ? {} : { before: last }) };
			const page = await api.executions(query, false);
			const lastOfPage = page.at(-1)?.id;
			if (lastOfPage === undefined || lastOfPage === last) return;
			for await (const one of withData(query, page)) yield one;
			read += page.length;
			last = lastOfPage;
			onPage?.(last, read);
			if (page.length < query.limit) return;
		}
	}
	async function* withData(query: ExecutionQuery, page: readonly ExecutionSummary[]) {
		const sizes = page.flatMap(({ jsonSizeBytes }) => jsonSizeBytes ?? []);
		// Older versions of n8n tell no sizes: then each is read by itself, as far as it may be.
		if (sizes.length === page.length && sizes.reduce((sum, size) => sum + size, 0) <= mostPageBytes) {
			const wanted = new Set(page.map(({ id }) => id));
			// What was started meanwhile belongs to no page.
			yield* (await api.executions(query, true)).filter(({ id }) => wanted.has(id));
			return;
		}
		for (const { id, jsonSizeBytes } of page) {
			const bytes = jsonSizeBytes ?? 0;
			if (bytes > mostExecutionBytes)
				problems.push({ file: `execution ${id}`, reason: `It has ${Math.round(bytes / 1024 / 1024)} MB and was skipped.` });
			else {
				const one = await api.execution(id, mostExecutionBytes).catch((error: unknown) => {
					if (error instanceof TooLarge) problems.push({ file: `execution ${id}`, reason: 'It has more than 50 MB and was skipped.' });
					else if (error instanceof InstanceError && error.status === 404)
						problems.push({ file: `execution ${id}`, reason: 'n8n had deleted it before it was read.' });
					else throw error;
					return undefined;
				});
				if (one) yield one;
			}
		}
	}
	return { executions, problems };
}
