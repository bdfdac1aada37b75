import { writeFileSync } from 'node:fs';
import { portalSettingsDocument } from '../src/config/portal-settings-document.ts';

/** Part of `npm run schemas`: writes `docs/portal-settings.md`. A test fails when it is out of date. */
writeFileSync('docs/portal-settings.md', portalSettingsDocument());
