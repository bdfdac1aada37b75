import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A folder in which the packed package is installed, without a network: its tarball unpacked, and everything else linked
 * from this project's own `node_modules`. `remove` deletes it.
 */
export async function packedPackage(): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ise-guest-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder]);
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  const modules = path.join(folder, 'node_modules');
  const installed = path.join(modules, 'ise-guest-emulator');
  mkdirSync(installed, { recursive: true });
  await run('tar', ['-xzf', path.join(folder, filename), '-C', installed, '--strip-components', '1']);
  for (const name of readdirSync('node_modules')) {
    if (name.startsWith('.')) continue;
    symlinkSync(path.resolve('node_modules', name), path.join(modules, name));
  }
  mkdirSync(path.join(modules, '.bin'));
  for (const name of ['mocha', 'playwright-core'])
    symlinkSync(path.resolve('node_modules/.bin', name), path.join(modules, '.bin', name));
  symlinkSync('../ise-guest-emulator/bin/ise-guest.js', path.join(modules, '.bin', 'ise-guest'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** For commands that a user types: the Node that runs the tests comes first. */
export function userEnvironment(): NodeJS.ProcessEnv {
  const { NODE_TEST_CONTEXT: _inner, ...env } = process.env;
  return { ...env, PATH: `${path.dirname(process.execPath)}${path.delimiter}${env.PATH}` };
}
