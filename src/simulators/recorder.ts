import { type TagOf, tagIn } from './lab-tag.ts';
import {
  type Clock,
  hex,
  type Journal,
  type NewMessage,
  type OnEvent,
  type Random,
  type RequestChanges,
} from './ports.ts';

/** A request's row, open until its answer is known. */
export interface Row {
  readonly id: string;
  /** What the row says now. */
  readonly state: RequestChanges;
  /** Writes the changes. Rejects when the journal does. */
  update(changes: Partial<RequestChanges>): Promise<void>;
  /** Keeps a message that this request brought. */
  saveMessage(message: NewMessage): Promise<void>;
}

export interface Recorder {
  /** Writes a new row. Rejects when the journal does: what cannot be recorded must not be answered as usual. */
  open(
    facts: { protocol: 'http' | 'smtp'; remoteAddress: string; secure: boolean; since?: Date },
    state: Partial<RequestChanges> & { raw: Uint8Array },
  ): Promise<Row>;
}

export function createRecorder(parts: {
  journal: Journal;
  clock: Clock;
  random: Random;
  onEvent: OnEvent;
  tagOf?: TagOf;
}): Recorder {
  const { journal, clock, random, onEvent, tagOf } = parts;
  return {
    async open({ since, ...facts }, given) {
      const id = hex(random, 12);
      const state: RequestChanges = {
        simulator: null,
        status: null,
        response: new Uint8Array(),
        refusal: null,
        fault: null,
        ...given,
      };
      await journal.saveRequest({ id, receivedAt: (since ?? clock.now()).toISOString(), ...facts, ...state });
      onEvent({ type: 'request', id });
      return {
        id,
        state,
        async update(changes) {
          Object.assign(state, changes);
          await journal.updateRequest(id, { ...state });
          onEvent({ type: 'request', id });
        },
        async saveMessage(message) {
          const messageId = hex(random, 12);
          const raw = Buffer.from(state.raw).toString('latin1');
          const tag = tagIn(state.raw, facts.protocol) ?? tagOf?.({ to: [message.to], raw }) ?? null;
          await journal.saveMessage({
            ...message,
            tag,
            id: messageId,
            requestId: id,
            receivedAt: clock.now().toISOString(),
          });
          onEvent({ type: 'message', id: messageId });
        },
      };
    },
  };
}
