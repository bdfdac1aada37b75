import { compose } from '../compose.ts';
import { type Config, loadConfig } from '../config.ts';
import type { Emulator } from '../emulator.ts';
import { toClock } from '../seams/clock.ts';
import { toRandom } from '../seams/random.ts';
import { keepHere } from './keep-here.ts';

/** The flags that say what is tried. */
export interface LabFlags {
  providers: string;
  portal: string;
  release: string;
  live?: boolean;
  /** Leave the file as it is: what it does not lead to the simulators goes where it goes. */
  asFiled?: boolean;
}

/** An emulator for one command: free ports, in memory, closed at its end. */
export interface Lab {
  emulator: Emulator;
  config: Readonly<Config>;
  live: boolean;
  /** What differs from the file, so that nothing leaves the machine; sentences. */
  notes: string[];
}

/** Throws `ConfigError` with every mistake of the files. */
export async function openLab(flags: LabFlags): Promise<Lab> {
  const live = flags.live ?? false;
  const read = loadConfig({
    ...flags,
    live,
    host: '127.0.0.1',
    ports: { http: 0, https: 0, sponsor: 0, simHttp: 0, simHttps: 0, smtp: 0 },
    data: ':memory:',
    loose: false,
    env: process.env,
  });
  const { file, notes } =
    live || flags.asFiled ? { file: read.providers, notes: [] } : keepHere(read.providers);
  const config = { ...read, providers: file };
  const log = { error: (error: unknown, message: string) => console.error(message, error) };
  const emulator = await compose(config, { clock: toClock(undefined), random: toRandom(undefined), log });
  return { emulator, config, live, notes };
}

/** What stands above every answer: whether a message can have left the machine. */
export function whereItGoes({ live }: Pick<Lab, 'live'>): string {
  return live
    ? 'LIVE: this goes to the real servers; a message may cost money.'
    : 'Nothing leaves this machine: private simulators stand in for the providers. --live asks the real ones.';
}
