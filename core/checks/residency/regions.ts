/** Members of the European Union, ISO 3166-1. */
export const europeanUnion = [
	'AT', 'BE', 'BG', 'HR', 'CY', 'CZ', 'DK', 'EE', 'FI', 'FR', 'DE', 'GR', 'HU', 'IE', 'IT', 'LV', 'LT', 'LU', 'MT', 'NL', 'PL', 'PT', 'RO', 'SK', 'SI', 'ES', 'SE',
] as const;

/** Groups of countries that a policy may name. */
export const groups: Readonly<Record<string, readonly string[]>> = {
	EU: europeanUnion,
	EEA: [...europeanUnion, 'IS', 'LI', 'NO'],
};

/**
 * Countries of region tokens in host names, as AWS, Google, Azure and OpenAI call them. `EU` where the operator promises no
 * more than the union. Read 2026-11-23 from the operators' lists of regions.
 */
export const regionCountries: Readonly<Record<string, string>> = {
	'us-east-1': 'US', 'us-east-2': 'US', 'us-west-1': 'US', 'us-west-2': 'US', 'us-gov-east-1': 'US', 'us-gov-west-1': 'US',
	'ca-central-1': 'CA', 'ca-west-1': 'CA', 'mx-central-1': 'MX', 'sa-east-1': 'BR',
	'eu-central-1': 'DE', 'eu-central-2': 'CH', 'eu-west-1': 'IE', 'eu-west-2': 'GB', 'eu-west-3': 'FR', 'eu-north-1': 'SE', 'eu-south-1': 'IT', 'eu-south-2': 'ES',
	'ap-south-1': 'IN', 'ap-south-2': 'IN', 'ap-northeast-1': 'JP', 'ap-northeast-2': 'KR', 'ap-northeast-3': 'JP', 'ap-southeast-1': 'SG', 'ap-southeast-2': 'AU', 'ap-southeast-3': 'ID', 'ap-east-1': 'HK',
	'me-south-1': 'BH', 'me-central-1': 'AE', 'il-central-1': 'IL', 'af-south-1': 'ZA',
	'us-central1': 'US', 'us-east1': 'US', 'us-east4': 'US', 'us-east5': 'US', 'us-south1': 'US', 'us-west1': 'US', 'us-west2': 'US', 'us-west3': 'US', 'us-west4': 'US',
	'northamerica-northeast1': 'CA', 'northamerica-northeast2': 'CA', 'southamerica-east1': 'BR',
	'europe-west1': 'BE', 'europe-west2': 'GB', 'europe-west3': 'DE', 'europe-west4': 'NL', 'europe-west6': 'CH', 'europe-west8': 'IT', 'europe-west9': 'FR', 'europe-west10': 'DE', 'europe-west12': 'IT', 'europe-north1': 'FI', 'europe-central2': 'PL', 'europe-southwest1': 'ES',
	'asia-east1': 'TW', 'asia-east2': 'HK', 'asia-northeast1': 'JP', 'asia-northeast2': 'JP', 'asia-northeast3': 'KR', 'asia-south1': 'IN', 'asia-southeast1': 'SG', 'asia-southeast2': 'ID', 'australia-southeast1': 'AU', 'me-west1': 'IL',
	'cn-beijing': 'CN', 'cn-shanghai': 'CN', 'cn-hangzhou': 'CN', 'cn-north-1': 'CN', 'cn-northwest-1': 'CN',
	swedencentral: 'SE', germanywestcentral: 'DE', francecentral: 'FR', westeurope: 'NL', northeurope: 'IE', switzerlandnorth: 'CH', uksouth: 'GB', polandcentral: 'PL', italynorth: 'IT', norwayeast: 'NO', spaincentral: 'ES', eastus: 'US', eastus2: 'US', westus: 'US', westus2: 'US', westus3: 'US', centralus: 'US', canadaeast: 'CA', canadacentral: 'CA', japaneast: 'JP', koreacentral: 'KR', southeastasia: 'SG', australiaeast: 'AU', southindia: 'IN', brazilsouth: 'BR', uaenorth: 'AE',
	us: 'US', eu: 'EU', au: 'AU', jp: 'JP', in: 'IN', ae: 'AE', ca: 'CA', sg: 'SG', kr: 'KR', gb: 'GB', 'us-east': 'US', 'us-west': 'US',
};

/** Prefixes of Bedrock's inference profiles, which spread requests over the regions of an area. */
export const inferenceProfiles: Readonly<Record<string, string>> = { us: 'US', eu: 'EU', apac: 'several countries in Asia and the Pacific', global: 'all regions of the operator', 'us-gov': 'US', jp: 'JP', au: 'AU' };

/** Countries that a policy allows, with its groups spelled out. */
export const spellOut = (names: readonly string[]): string[] => names.flatMap((name) => [name.toUpperCase(), ...(groups[name.toUpperCase()] ?? [])]);

/** Whether an area that is no single country lies within the allowed ones. */
export function isAllowed(area: string, allowed: readonly string[]): boolean {
	if (allowed.includes(area)) return true;
	return area === 'EU' && europeanUnion.every((country) => allowed.includes(country));
}
