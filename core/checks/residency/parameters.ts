import { z } from 'zod/v4';
import { readParameters } from '../calls/readParameters';

const list = z
	.union([z.string(), z.array(z.string())])
	.default('')
	.transform((value) => (typeof value === 'string' ? value.split(/[,;\n]/) : value).map((entry) => entry.trim()).filter(Boolean));

const schema = z.object({
	allowedCountries: list.pipe(z.array(z.string().regex(/^[A-Za-z]{2,3}$/, 'expected codes of two letters such as DE, or EU'))),
	operatorCountries: list.pipe(z.array(z.string().regex(/^[A-Za-z]{2,3}$/, 'expected codes of two letters such as DE, or EU'))),
	allowedOperators: list,
	selfHostedOnly: z.boolean().default(false),
	residencyOptions: z
		.object({
			declaredRegion: z.string().trim().default(''),
			pinnedProviders: list,
			certificateDays: z.number().min(0).default(14),
			observeNetwork: z.boolean().default(true),
		})
		.prefault({}),
});

export type ResidencyParameters = z.infer<typeof schema>;

export const parseParameters = (raw: Record<string, unknown>): ResidencyParameters => readParameters(schema, raw);
