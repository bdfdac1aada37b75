import pino, { type Logger } from 'pino';
import { compose } from '../compose.ts';
import { ConfigError } from '../config/mistake.ts';
import { loadConfig } from '../config.ts';
import type { Emulator } from '../emulator.ts';
import { toClock } from '../seams/clock.ts';
import { toRandom } from '../seams/random.ts';
import { banner } from './banner.ts';
import { type Flags, PORT_FLAGS } from './flags.ts';

/** How long Ctrl-C waits for messages that are on their way; the rest is taken up again at the next start. */
const GRACE_MS = 3_000;

/** Starts everything, says where it is, and closes on SIGINT or SIGTERM. Sets the exit code 1 when it cannot start. */
export async function start(flags: Flags): Promise<void> {
  const log = pino({ name: 'ise-guest', level: 'info' }, pino.destination(2));
  const emulator = await tryToStart(flags, log);
  if (!emulator) {
    process.exitCode = 1;
    return;
  }
  let closing = false;
  const close = () => {
    if (closing) return process.exit(1);
    closing = true;
    emulator.close({ graceMs: GRACE_MS }).then(
      () => process.exit(0),
      (error) => {
        log.error(error, 'could not close cleanly');
        process.exit(1);
      },
    );
    return undefined;
  };
  process.on('SIGINT', close);
  process.on('SIGTERM', close);
  // Last: whoever waits for it may stop the program at once.
  process.stdout.write(
    flags.json
      ? `${JSON.stringify({ ...emulator.info, urls: emulator.urls })}\n`
      : `\n${banner(emulator, emulator.notes)}\n`,
  );
}

async function tryToStart(flags: Flags, log: Logger): Promise<Emulator | null> {
  const { httpPort, httpsPort, sponsorPort, simHttpPort, simHttpsPort, smtpPort, ...rest } = flags;
  const ports = {
    http: httpPort,
    https: httpsPort,
    sponsor: sponsorPort,
    simHttp: simHttpPort,
    simHttps: simHttpsPort,
    smtp: smtpPort,
  };
  try {
    const config = loadConfig({ ...rest, ports, env: process.env });
    return await compose(config, { clock: toClock(undefined), random: toRandom(undefined), log });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.stderr.write(`${explain(error, ports, flags.host)}\n`);
    return null;
  }
}

/** A taken port is named by its flag; a configuration mistake tells itself; the rest is a bug and shows its stack. */
function explain(error: Error, ports: Record<keyof typeof PORT_FLAGS, number>, host: string): string {
  if (error instanceof ConfigError || error.name === 'AppError') return error.message;
  const { code, port } = error as Error & { code?: string; port?: number };
  const names = Object.entries(PORT_FLAGS)
    .filter(([key]) => ports[key as keyof typeof PORT_FLAGS] === port)
    .map(([, flag]) => flag);
  const flag = names.join(' and ') || 'a port flag';
  if (code === 'EADDRINUSE') {
    return `${flag}: port ${port} on ${host} is taken by another program. Stop it, or choose another port, e.g. ${names[0] ?? '--http-port'} 0 for a free one.`;
  }
  if (code === 'EACCES') return `${flag}: port ${port} needs more rights; choose one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `--host: ${host} is not an address of this machine.`;
  return error.stack ?? error.message;
}
