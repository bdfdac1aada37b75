/** What a refusal is about: it decides which rule about settings or message explains it. */
export type About = 'number' | 'sender' | 'text' | 'credentials' | 'parameters' | 'account' | 'provider';

/**
 * One code of a vendor. In the sentences `{to}`, `{from}`, `{user}`, `{url}`, `{said}` stand for what was sent and
 * answered.
 */
export interface AnswerRow {
  code: string;
  about: About;
  problem: string;
  remedy: string;
}

/** All codes of one API. */
export interface AnswerTable {
  /** In front of the code, it is the rule's name: `twilio-21211`. */
  prefix: string;
  vendor: string;
  source: string;
  rows: AnswerRow[];
  /** For a code that no row has. */
  unknown: { problem: string; remedy: string };
}

/** Writes the rows short: code, what it is about, problem, remedy. */
export function rowsOf(lines: [code: string, about: About, problem: string, remedy: string][]): AnswerRow[] {
  return lines.map(([code, about, problem, remedy]) => ({ code, about, problem, remedy }));
}
