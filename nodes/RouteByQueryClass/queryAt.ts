import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod/v4';
import { queryOf, queryOfItem, systemAndUser } from '../../core/classify/itemQuery';
import type { Query } from '../../core/classify/query';
import { readParameters, textOrJson } from '../shared/parameters';
import { properties } from './properties';

const schema = z.object({
	queryFrom: z.enum(['query', 'systemAndUser', 'fields']).default('query'),
	systemText: textOrJson,
	userText: textOrJson,
	query: z.unknown(),
});

/** What an item asks, from where the user says that it stands. */
export function queryAt(context: IExecuteFunctions, itemIndex: number, item: IDataObject): Query {
	const { queryFrom, systemText, userText, query } = readParameters(context, itemIndex, schema, properties);
	switch (queryFrom) {
		case 'systemAndUser':
			return systemAndUser(systemText, userText);
		case 'fields':
			return queryOfItem(item);
		case 'query':
			return queryOf(query);
	}
}
