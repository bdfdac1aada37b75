import { writeFileSync } from 'node:fs';
import { rulesDocument } from '../src/diagnosis/rules-document.ts';

/** Part of `npm run schemas`: writes `docs/diagnosis.md`. A test fails when it is out of date. */
writeFileSync('docs/diagnosis.md', rulesDocument());
