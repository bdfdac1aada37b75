import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LabInfo } from '../../src/web/inspector/parts.ts';

export interface Running {
  child: ChildProcess;
  /** The JSON line of `--json`. */
  info: LabInfo & { urls: { http: string; https: string } };
  output(): string;
  /** Resolves with the exit code; null when a signal ended it. */
  ended: Promise<number | null>;
}

export const FREE_PORTS = [
  '--http-port',
  '--https-port',
  '--sponsor-port',
  '--sim-http-port',
  '--sim-https-port',
  '--smtp-port',
].flatMap((flag) => [flag, '0']);

const folders: string[] = [];
const children = new Set<ChildProcess>();

/** A new empty folder; removed by `cleanUp`. */
export function emptyFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ise-guest-'));
  folders.push(folder);
  return folder;
}

/** Runs the command to its end. */
export async function run(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string; stdout: string; stderr: string }> {
  const { child, output } = launch(args, env);
  const texts = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => {
    texts.stdout += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    texts.stderr += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, output: output(), ...texts };
}

/** Starts the command with `--json` on free ports and waits for its line. */
export async function startCommand(args: string[], env: Record<string, string> = {}): Promise<Running> {
  const { child, output } = launch([...FREE_PORTS, '--json', ...args], env);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const ready = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const line = output()
        .split('\n')
        .find((line) => line.startsWith('{'));
      if (line !== undefined && output().includes('\n')) resolve(line);
    });
  });
  const line = await Promise.race([
    ready,
    ended.then((code) => {
      throw new Error(`ended with ${code}: ${output()}`);
    }),
  ]);
  return { child, info: JSON.parse(line), output, ended };
}

function launch(args: string[], env: Record<string, string>): { child: ChildProcess; output(): string } {
  const child = spawn(process.execPath, ['bin/ise-guest.js', ...args], { env: { ...process.env, ...env } });
  children.add(child);
  let text = '';
  const keep = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.once('close', () => children.delete(child));
  return { child, output: () => text };
}

export function cleanUp(): void {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}
