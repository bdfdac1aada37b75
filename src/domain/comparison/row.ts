/** Where in a request a row stands. `start`: method, path, version; `mail`: a header of a mail. */
export type Place = 'start' | 'query' | 'header' | 'form' | 'json' | 'body' | 'envelope' | 'mail';

/** `spelling`: the same value, written in another way. `ignored`: differs, and must or may. */
export type Verdict = 'same' | 'different' | 'only-theirs' | 'only-ours' | 'spelling' | 'order' | 'ignored';

/** What a `spelling` is about, or why a row is `ignored`. */
export type Why =
  | 'blank'
  | 'escapes'
  | 'case'
  | 'formatting'
  | 'host'
  | 'credentials'
  | 'date'
  | 'message-id'
  | 'length'
  | 'lab'
  | 'proxy';

/** One thing that two requests have, or only one of them: their text as it stood on the wire. */
export interface ComparedRow {
  place: Place;
  /** Of the header, parameter or member; `method`, `path`, `version`, `text` and `order` for what has no name. */
  name: string;
  theirs: string | null;
  ours: string | null;
  verdict: Verdict;
  why: Why | null;
}

/** A thing to be compared: what it says, and how that is written. */
export interface Item {
  name: string;
  written: string;
  means: string;
}

/** Whether a row says that the requests differ in something that counts. */
export function counts({ verdict }: ComparedRow): boolean {
  return verdict !== 'same' && verdict !== 'ignored';
}
