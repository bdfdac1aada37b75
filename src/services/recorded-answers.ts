import type { HttpOutgoing, Reply } from '../domain/channel.ts';
import { type ComparedRow, counts } from '../domain/comparison/row.ts';
import { AppError } from '../domain/errors.ts';
import type { Provider } from '../domain/provider.ts';
import type { Recording, RecordingStore } from '../domain/recording.ts';
import type { ProviderRouter } from '../domain/routing.ts';
import { build } from './deliver.ts';
import { compareAnswers } from './replay-answers.ts';

/** A recorded answer, and how our simulator's differs from it; `rows` is null when there is none to compare with. */
export interface RecordedAnswer {
  recording: Recording;
  rows: ComparedRow[] | null;
  differences: number;
}

export interface RecordedAnswers {
  list(limit: number): Promise<Recording[]>;
  /** Asks the simulator now. Throws `AppError('not-found')`. */
  find(id: string): Promise<RecordedAnswer>;
}

/** GUESS: what both are asked with; the number is nobody's. */
const SAMPLE = { to: '+15556661212', text: 'Hello from the lab' };

export function createRecordedAnswers(parts: {
  recordings: RecordingStore;
  providers(): Provider[];
  router: ProviderRouter;
  ask(outgoing: HttpOutgoing): Promise<Extract<Reply, { protocol: 'http' }> | null>;
}): RecordedAnswers {
  return {
    list: (limit) => parts.recordings.list({ limit }),
    async find(id) {
      const recording = await parts.recordings.find(id);
      if (recording === null) throw new AppError('not-found', `There is no recording ${id}.`);
      const provider = parts.providers().find(({ name }) => name === recording.provider);
      const routed = provider?.type === 'http' ? parts.router.routeProvider(provider) : null;
      const message = { kind: 'sms' as const, ...SAMPLE, date: recording.recordedAt, id: 'recording' };
      const built = routed && 'route' in routed ? build(routed.route, message) : null;
      const outgoing = built && 'outgoing' in built ? built.outgoing : null;
      const reply = outgoing?.protocol === 'http' ? await parts.ask(outgoing) : null;
      if (reply === null) return { recording, rows: null, differences: 0 };
      const simulated = { ...reply, body: Buffer.from(reply.body).toString('utf8') };
      const rows = compareAnswers(recording, simulated, SAMPLE);
      return { recording, rows, differences: rows.filter(counts).length };
    },
  };
}
