import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { queryOf, queryOfItem, systemAndUser } from '../../core/classify/itemQuery';
import type { Query } from '../../core/classify/query';

/** What an item asks, from where the user says that it stands. */
export function queryAt(context: IExecuteFunctions, itemIndex: number, item: IDataObject): Query {
	const text = (name: string) => String(context.getNodeParameter(name, itemIndex, '') ?? '');
	switch (context.getNodeParameter('queryFrom', itemIndex, 'query')) {
		case 'systemAndUser':
			return systemAndUser(text('systemText'), text('userText'));
		case 'fields':
			return queryOfItem(item);
		default:
			return queryOf(context.getNodeParameter('query', itemIndex, ''));
	}
}
