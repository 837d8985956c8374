import type { ModelRow } from './model';
import { deepSeekModels } from './models/deepseek';
import { openAiModels } from './models/openai';
import { otherKinds } from './models/otherKinds';
import { otherModels } from './models/others';
import { r1Models } from './models/r1Weights';

/** Every model of the catalogue, one row for each host that serves or served it. */
export const models: readonly ModelRow[] = [...deepSeekModels, ...openAiModels, ...r1Models, ...otherModels, ...otherKinds];
