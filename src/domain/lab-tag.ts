import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Whose the work under way is: tests that run at the same time name themselves in a header, and what their requests
 * cause is kept under that name. Nothing of it is ever put on the wire: ISE knows no such thing.
 */

/** On a request to a portal, to the lab or to a simulator, and on a mail; case does not matter. */
export const TAG_HEADER = 'x-lab-tag';

export const TAG_LENGTH = 200;

const current = new AsyncLocalStorage<string | null>();

/** Runs something, and all that it starts, under a tag; null: under none. */
export function runTagged<T>(tag: string | null, work: () => T): T {
  return current.run(tag, work);
}

/** The tag of the work under way; null without one. */
export function currentTag(): string | null {
  return current.getStore() ?? null;
}

/** A header's value as a tag: without blanks around it, cut to 200 characters; null when nothing is left. */
export function readTag(header: string | undefined): string | null {
  return header?.trim().slice(0, TAG_LENGTH) || null;
}
