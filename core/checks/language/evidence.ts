import type { FileProblem } from '../../fileProblem';
import type { SideFacts } from '../quality/evidence';

/** Chinese that was found in one text. */
export interface Leak {
	share: number;
	/** The first passage, with a little around it. */
	excerpt: string;
}

export interface LanguageReply {
	outcome: 'answered' | 'unanswered' | 'error';
	reason?: string;
	/** Chinese in the answer and in the trace; absent where there is none. */
	inAnswer?: Leak;
	inTrace?: Leak;
	/** Whether the host shows a trace at all. */
	hasTrace: boolean;
	/** Part of the letters of the answer's prose that is Chinese; absent where it is all formulas or code. */
	chineseShare?: number;
	/** Whether the answer is right, where that can be told. */
	right?: boolean;
}

export interface PromptEvidence {
	id: string;
	lang: string;
	topic: string;
	prompt: string;
	baseline?: LanguageReply;
	candidate: LanguageReply;
}

export interface LanguageEvidence {
	prompts: PromptEvidence[];
	planned: number;
	baseline?: SideFacts;
	candidate: SideFacts;
	emulated: boolean;
	problems: FileProblem[];
	stopped?: 'cost cap' | 'cancelled';
}

export interface LanguageThresholds {
	/** Largest share of answers with Chinese that nobody asked for. */
	maxAnswerLeak: number;
	/** The same for traces; 1 does not judge them. */
	maxTraceLeak: number;
	/** Least share of Chinese prompts answered in Chinese. */
	minChineseAnswered: number;
	maxErrorShare: number;
	level: number;
}
