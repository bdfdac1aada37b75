import { writeFileSync } from 'node:fs';
import { portalJsonSchema } from '../src/config/portal-file.ts';

/** Writes the JSON Schema of `portal.json` for editors. A test fails when it is out of date. */
writeFileSync('portal.schema.json', `${JSON.stringify(portalJsonSchema(), null, 2)}\n`);
