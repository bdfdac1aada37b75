import { createTexts } from '../../texts/index.ts';

/** The lab's texts, all of the family `inspector_`; plain, not escaped. */
export const texts = createTexts();
