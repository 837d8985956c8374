import type { ModelKind } from '../modelKind';
import type { UsedSetting } from '../modelReference';

/** A call of a model that code makes. */
export interface CodeUse {
	/** Empty where the code takes it from elsewhere. */
	model: string;
	/** Whether the model is known only when the code runs. */
	dynamic: boolean;
	constants: string[];
	kind: ModelKind;
	provider: string;
	baseURL?: string;
	settings: UsedSetting[];
}

export interface CodeReading {
	uses: CodeUse[];
	/** Names that stand as values in the code without being sent by it, with the field that holds them. */
	mentions: { name: string; field: string }[];
}
