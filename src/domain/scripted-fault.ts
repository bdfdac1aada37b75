/** Failures that a test wrote down for the simulators; `src/simulators` fills this in. */

export interface ScriptedFault {
  id: number;
  /** Null for one that strikes whichever simulator its channel leads to. */
  simulator: string | null;
  channel: 'sms' | 'email' | null;
  /** Of the kind and for whom, as it was scripted. */
  fault: object;
  /** The same in a sentence. */
  sentence: string;
  /** How often it will still strike. */
  remaining: number | 'all';
  /** The requests it hit, oldest first; null: a TLS connection on which no request came, or not yet. */
  hits: { requestId: string | null; at: string; to: string | null }[];
}

/** One line of what was scripted and what it hit. */
export interface FaultEvent {
  /** ISO 8601. */
  at: string;
  what: 'scripted' | 'hit' | 'removed';
  faultId: number;
  simulator: string | null;
  channel: 'sms' | 'email' | null;
  sentence: string;
  to: string | null;
  tag: string | null;
  requestId: string | null;
}

export interface FaultDesk {
  /** Throws a TypeError that names every wrong field, its value and what is allowed. */
  script(request: object): ScriptedFault;
  /** Oldest first; those used up, too. */
  list(): ScriptedFault[];
  /** False when there was none of that number. */
  remove(id: number): boolean;
  clear(): void;
  /** Oldest first; the newest 1,000. */
  timeline(): FaultEvent[];
  /** What can be chosen from. */
  readonly choices: { simulators: readonly string[]; chains: readonly string[]; phases: readonly string[] };
}
