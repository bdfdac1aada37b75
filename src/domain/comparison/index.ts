import { compareHttp } from './compare-http.ts';
import { compareMail, readRawMail } from './compare-mail.ts';
import { readRawHttp } from './raw-http.ts';
import type { ComparedRow } from './row.ts';

/**
 * A captured request beside the one that we would send, both with their secrets masked: two of HTTP, or two mails.
 * Null when they cannot be compared, one being neither.
 */
export function compareRequests(theirs: Uint8Array, ours: Uint8Array): ComparedRow[] | null {
  const http = [readRawHttp(theirs), readRawHttp(ours)] as const;
  const mails = [readRawMail(theirs), readRawMail(ours)] as const;
  if (mails[0] && mails[1]) return compareMail(mails[0], mails[1]);
  return http[0] && http[1] && !mails[1] ? compareHttp(http[0], http[1]) : null;
}
