import { describeFault, type Fault, type FaultHit, type ScriptedFault } from './fault.ts';

/** One line of what was scripted and what it hit. */
export interface FaultEvent {
  /** ISO 8601. */
  at: string;
  what: 'scripted' | 'hit' | 'removed';
  faultId: number;
  simulator: string | null;
  channel: 'sms' | 'email' | null;
  /** The fault in a sentence. */
  sentence: string;
  to: string | null;
  tag: string | null;
  /** The request that was hit; null else, and for a TLS connection on which no request came, or not yet. */
  requestId: string | null;
}

/** Every fault of all simulators, in the order in which they were scripted, and what became of them. */
export interface FaultLedger {
  readonly entries: readonly ScriptedFault[];
  add(whom: Pick<ScriptedFault, 'simulator' | 'channel'>, fault: Fault): ScriptedFault;
  /** Uses a fault up by one, and notes whom it hit. */
  hit(entry: ScriptedFault, about: { requestId: string | null; to: string | null }): FaultHit;
  /** Forgets those that fit. Returns how many those were. */
  remove(fits: (entry: ScriptedFault) => boolean): number;
  /** Oldest first; the newest 1,000. */
  timeline(): FaultEvent[];
  /** No faults, and no history either. */
  forget(): void;
}

/** Faults that are used up, hits of one fault, lines of the time line: no list grows beyond this. */
const KEPT = 1000;

type Line = Omit<FaultEvent, 'requestId'> & { hit: FaultHit | null };

/** `onChain` is called when a certificate chain was scripted, which only a new connection can show. */
export function createFaultLedger(now: () => Date, onChain: () => void): FaultLedger {
  let entries: ScriptedFault[] = [];
  let lines: Line[] = [];
  let lastId = 0;

  function note(what: Line['what'], entry: ScriptedFault, hit: FaultHit | null = null): void {
    const { id: faultId, simulator, channel, fault, sentence } = entry;
    const to = hit === null ? (fault.to ?? null) : hit.to;
    const at = hit?.at ?? now().toISOString();
    lines.push({ at, what, faultId, simulator, channel, sentence, to, tag: fault.tag ?? null, hit });
    if (lines.length > KEPT) lines.shift();
  }

  return {
    get entries() {
      return entries;
    },
    add({ simulator, channel }, fault) {
      lastId += 1;
      const sentence = describeFault({ fault, to: fault.to ?? null }).replace(/^scripted: /, '');
      const remaining = fault.times ?? 1;
      const entry = { id: lastId, simulator, channel, fault, sentence, remaining, hits: [] };
      const used = entries.filter(({ remaining }) => remaining === 0);
      if (used.length > KEPT) entries = entries.filter((other) => other !== used[0]);
      entries.push(entry);
      note('scripted', entry);
      if (fault.chain !== undefined) onChain();
      return entry;
    },
    hit(entry, about) {
      if (entry.remaining !== 'all') entry.remaining -= 1;
      const hit = { ...about, at: now().toISOString() };
      entry.hits.push(hit);
      if (entry.hits.length > KEPT) entry.hits.shift();
      note('hit', entry, hit);
      return hit;
    },
    remove(fits) {
      const removed = entries.filter(fits);
      entries = entries.filter((entry) => !removed.includes(entry));
      for (const entry of removed) note('removed', entry);
      return removed.length;
    },
    timeline: () => lines.map(({ hit, ...line }) => ({ ...line, requestId: hit?.requestId ?? null })),
    forget() {
      entries = [];
      lines = [];
    },
  };
}
