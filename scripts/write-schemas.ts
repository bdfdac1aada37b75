import { writeFileSync } from 'node:fs';
import { portalJsonSchema } from '../src/config/portal-file.ts';
import { providersJsonSchema } from '../src/config/providers-file.ts';

/** `npm run schemas`: writes the JSON Schemas that editors read. A test fails when they are out of date. */
writeFileSync('providers.schema.json', `${JSON.stringify(providersJsonSchema(), null, 2)}\n`);
writeFileSync('portal.schema.json', `${JSON.stringify(portalJsonSchema(), null, 2)}\n`);
