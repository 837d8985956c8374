import type { ICredentialTestRequest, ICredentialType, Icon } from 'n8n-workflow';
import { authenticateCompatible, compatibleProperties } from './compatibleProperties';

export class R1CompatibleApi implements ICredentialType {
	name = 'r1CompatibleApi';
	displayName = 'R1 OpenAI-Compatible API';
	icon: Icon = { light: 'file:../nodes/R1Reason/r1Reason.svg', dark: 'file:../nodes/R1Reason/r1Reason.dark.svg' };
	documentationUrl = 'https://github.com/n8n-nodes-r1/n8n-nodes-r1#credentials';
	properties = compatibleProperties;
	authenticate = authenticateCompatible;

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl.trim().replace(/[/]+$/, "")}}', url: '/models' },
	};
}
