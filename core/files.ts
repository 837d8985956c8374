/**
 * How the core reads and writes files: whoever calls it decides which ones. A command hands over the whole disk, n8n's
 * nodes hand over what n8n allows. Paths are as the user wrote them.
 */
export interface Files {
	/** Where a path leads, links followed. @throws FileNotAllowed */
	real(place: string): Promise<string>;
	/** What stands at a path; nothing where there is nothing. @throws FileNotAllowed */
	look(place: string): Promise<{ kind: 'file' | 'folder' | 'other'; bytes: number } | undefined>;
	/** @throws FileNotAllowed, or an Error with a `code` when the file can't be read or has more bytes. */
	read(file: string, maxBytes: number): Promise<Uint8Array>;
	/** The lines of a file, one after the other, so that its size does not matter. @throws FileNotAllowed, or an Error with a `code` */
	lines(file: string): AsyncIterable<string>;
	/** Paths of the files below a folder, at any depth, by name; links are not followed. @throws FileNotAllowed */
	list(folder: string): Promise<string[]>;
	/** Writes a file anew; its folder is made. A private one, where it is new, only its owner may read. @throws FileNotAllowed */
	write(file: string, text: string, options?: { isPrivate?: boolean }): Promise<void>;
	/** Opens a file that grows line by line; its folder is made. @throws FileNotAllowed */
	keep(file: string): Promise<KeptFile>;
	/** Opens a file that grows without reading what it holds; its folder is made. @throws FileNotAllowed */
	grow(file: string): Promise<Pick<KeptFile, 'append'>>;
	/** The place of a SQLite file, for a store that opens it by itself. @throws FileNotAllowed */
	database(file: string): Promise<string>;
}

export interface KeptFile {
	/** What the file held when it was opened. */
	text: string;
	append(text: string): void;
}

/** A path that may not be used, with what to do about it. */
export class FileNotAllowed extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'FileNotAllowed';
	}
}
