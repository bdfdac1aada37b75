import { execFileSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import path from 'node:path';

/** `npm run build`: compiles `src` into a fresh `dist`, and brings along the JSON files that stand beside the code. */
rmSync('dist', { recursive: true, force: true });
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
for (const file of globSync('src/**/*.json')) cpSync(file, path.join('dist', path.relative('src', file)));
