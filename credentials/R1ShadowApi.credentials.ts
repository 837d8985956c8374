import type { ICredentialType, Icon } from 'n8n-workflow';
import { authenticateCompatible, compatibleProperties } from './compatibleProperties';

/** Tested by the nodes, which send as they do at work: n8n's own test takes the key along to other hosts. */
export class R1ShadowApi implements ICredentialType {
	name = 'r1ShadowApi';
	displayName = 'R1 Shadow Endpoint API';
	icon: Icon = { light: 'file:../nodes/R1Reason/r1Reason.svg', dark: 'file:../nodes/R1Reason/r1Reason.dark.svg' };
	documentationUrl = 'https://github.com/n8n-nodes-r1/n8n-nodes-r1/blob/main/docs/credentials.md';
	properties = compatibleProperties;
	authenticate = authenticateCompatible;
}
