import { readFileSync } from 'node:fs';
import { Enums, Models, Serialize, SPDX, Spec } from '@cyclonedx/cyclonedx-library';

/**
 * CycloneDX 1.6 of the bundle, the same bytes for the same sources: no serial number and no time.
 * @param {import('./components.mjs').Component[]} components
 */
export function billOfMaterials(components) {
	const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
	const bill = new Models.Bom();
	const component = (type, one) => {
		const slash = one.name.lastIndexOf('/');
		const made = new Models.Component(type, one.name.slice(slash + 1), {
			group: slash > 0 ? one.name.slice(0, slash) : undefined,
			version: one.version,
			bomRef: `${one.name}@${one.version}`,
			purl: `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`,
		});
		made.licenses.add(licenceOf(one.licence));
		return made;
	};
	bill.metadata.component = component(Enums.ComponentType.Library, { name, version, licence: license });
	for (const one of components) {
		const made = component(Enums.ComponentType.Library, one);
		bill.components.add(made);
		bill.metadata.component.dependencies.add(made.bomRef);
	}
	return new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6)).serialize(bill, {
		sortLists: true,
		space: '\t',
	});
}

/** An SPDX identifier, an expression of several, or just a name. */
function licenceOf(text) {
	if (SPDX.isSupportedSpdxId(text)) return new Models.SpdxLicense(text);
	return / (OR|AND|WITH) /.test(text) ? new Models.LicenseExpression(text) : new Models.NamedLicense(text);
}
