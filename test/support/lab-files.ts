import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LabFlags } from '../../src/cli/open-lab.ts';

const folders: string[] = [];

/** A new folder with this `providers.json` in it, and the flags that name it. Removed by `removeLabFiles`. */
export function labFiles(providers: unknown): LabFlags & { folder: string } {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ise-guest-cli-'));
  folders.push(folder);
  const file = path.join(folder, 'providers.json');
  writeFileSync(file, typeof providers === 'string' ? providers : JSON.stringify(providers, null, 2));
  return { folder, providers: file, portal: 'portal.json', release: '3.4' };
}

export function removeLabFiles(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
