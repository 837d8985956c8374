/** What is known of the prompt around the words of its task. */
export interface Context {
	/** Index of the task's form. */
	form: number;
	/** Index of the kind of text that is carried. */
	cargo: number;
	/** Characters of the system text. */
	systemLength: number;
}

export const NO_CONTEXT: Context = { form: 0, cargo: 0, systemLength: 0 };
