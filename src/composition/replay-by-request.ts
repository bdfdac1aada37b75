import type { createReplay } from '../services/replay-answers.ts';
import type { SimulatorOptions } from '../simulators/index.ts';
import { NO_REPLAY } from './ask-simulator.ts';

/** The recorded answers as the simulators ask for them: by a request that they have read already. */
export function replayByRequest(
  replay: ReturnType<typeof createReplay>,
): NonNullable<SimulatorOptions['replay']> {
  return async ({ method, target, header, body }) => {
    if (header(NO_REPLAY) !== undefined) return null;
    const [host = '', type = ''] = ['host', 'content-type'].map((name) => header(name));
    const head = `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\n\r\n`;
    return replay(Buffer.concat([Buffer.from(head, 'latin1'), body]));
  };
}
