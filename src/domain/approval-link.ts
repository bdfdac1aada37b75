import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SelfRegPageSettings } from './portal.ts';

/** What an approve or deny link says: whom it is about, who it was sent to, and until when it can be used. */
export interface ApprovalLink {
  /** One per request mail: its two links share it, and it can be used once. */
  id: string;
  accountId: string;
  /** The address it was sent to. A forwarded link counts as this one's. */
  approver: string;
  expiresAt: string;
}

export type ReadLink =
  | { link: ApprovalLink }
  | { refused: 'invalid' }
  | { refused: 'expired'; link: ApprovalLink };

const UNIT_MS = { MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 };

const ONE_DAY_IN_MINUTES = 1440;

/**
 * How long the links of a request work, in milliseconds. ISE: `approveDenyLinksValidFor` in `…TimeUnits`.
 * GUESS: the shipped 1440 with DAYS is read as one day.
 */
export function linkLifetime(settings: SelfRegPageSettings): number {
  const { approveDenyLinksValidFor: amount, approveDenyLinksTimeUnits: unit } = settings;
  if (amount === ONE_DAY_IN_MINUTES && unit === 'DAYS') return UNIT_MS.DAYS;
  return amount * UNIT_MS[unit];
}

/** The text that goes into the address: what the link says and a signature, in letters that need no encoding. */
export function signLink(link: ApprovalLink, key: string): string {
  const { id, accountId, approver, expiresAt } = link;
  const said = Buffer.from(JSON.stringify([id, accountId, approver, expiresAt])).toString('base64url');
  return `${said}.${signature(said, key)}`;
}

/** Reads a link back. Whatever was not signed with this key is invalid, over or not. */
export function readLink(text: string, key: string, now: Date): ReadLink {
  const [said = '', signed = '', ...more] = text.split('.');
  const right = Buffer.from(signature(said, key));
  const given = Buffer.from(signed);
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) {
    return { refused: 'invalid' };
  }
  const [id, accountId, approver, expiresAt] = JSON.parse(
    Buffer.from(said, 'base64url').toString(),
  ) as string[];
  const link = {
    id: id ?? '',
    accountId: accountId ?? '',
    approver: approver ?? '',
    expiresAt: expiresAt ?? '',
  };
  return now.getTime() < Date.parse(link.expiresAt) ? { link } : { refused: 'expired', link };
}

function signature(said: string, key: string): string {
  return createHmac('sha256', key).update(`approval link ${said}`).digest('base64url');
}
