import { compose } from './compose.ts';
import { ConfigError } from './config/mistake.ts';
import { SHIPPED } from './config/shipped.ts';
import { type Config, loadConfig, type Ports } from './config.ts';
import type { Emulator } from './emulator.ts';
import { type ClockOption, toClock } from './seams/clock.ts';
import { optionMistakes } from './seams/option-mistakes.ts';
import { type RandomOption, toRandom } from './seams/random.ts';

export { ConfigError, type Mistake } from './config/mistake.ts';
export type { Delivery, DeliveryStatus } from './domain/delivery.ts';
export type { Emulator } from './emulator.ts';
export type { ClockOption } from './seams/clock.ts';
export type { RandomOption } from './seams/random.ts';
export type { ExpectOptions, InboxFilter, InboxMessage, WaitOptions } from './services/inbox.ts';
export { UnexpectedMessage } from './services/unexpected-message.ts';
export { WaitTimeout } from './services/wait-timeout.ts';
export type { Fault, FaultEvent, FaultRequest, Faults, ScriptedFault } from './simulators/index.ts';

export interface EmulatorOptions {
  /** `providers.json`, as a path or parsed; the shipped one unless given. */
  providers?: string | object;
  /** `portal.json`, as a path or parsed; the shipped one unless given. */
  portal?: string | object;
  /** The ISE release to emulate; 3.4 unless given. */
  release?: string;
  /** A folder, or `:memory:`, which is the default here and keeps nothing. */
  data?: string;
  host?: string;
  /** Ports that should not be free ones. */
  ports?: Partial<Ports>;
  live?: boolean;
  loose?: boolean;
  clock?: ClockOption;
  /** A seed, or a function like `Math.random`; cryptographic chance unless given. */
  random?: RandomOption;
  /** Answers `{"env": "NAME"}` in providers; the process's own environment unless given. */
  env?: Record<string, string | undefined>;
}

/**
 * Starts an emulator of its own: portal, inspector, simulators and mailbox on free loopback ports, in memory. Two in
 * one process do not see each other. Throws `ConfigError` with every mistake at once. Call `close()` when done.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const config = readOptions(options);
  return compose(config, {
    clock: toClock(options.clock),
    random: toRandom(options.random),
    log: { error: (error, message) => console.error(message, error) },
  });
}

/** Throws one `ConfigError` with the mistakes of all options and all files. */
function readOptions(options: EmulatorOptions): Readonly<Config> {
  const mistakes: ConfigError['mistakes'] = optionMistakes({ ...options });
  try {
    const config = loadConfig({
      release: options.release ?? '3.4',
      host: options.host ?? '127.0.0.1',
      ports: { http: 0, https: 0, sponsor: 0, simHttp: 0, simHttps: 0, smtp: 0, ...options.ports },
      data: options.data ?? ':memory:',
      live: options.live ?? false,
      loose: options.loose ?? false,
      providers: options.providers ?? SHIPPED.providers,
      portal: options.portal ?? SHIPPED.portal,
      env: options.env ?? globalThis.process.env,
      nameOf: (option) => `the ${option} option`,
    });
    if (mistakes.length === 0) return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    mistakes.push(...error.mistakes);
  }
  throw new ConfigError(mistakes);
}
