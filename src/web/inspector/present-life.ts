import type { AuditEntry } from '../../domain/audit.ts';
import type { NetworkSession } from '../../domain/network-session.ts';

export interface LifeView {
  /** Of the account, as it was then. */
  username: string;
  at: string;
  /** `guest`, `system`, or `sponsor sue`. */
  who: string;
  what: string;
  fromState: string | null;
  toState: string | null;
  detail: string;
  /** Empty for what happened by itself. */
  from: string;
  links: { account: string };
}

export function presentEntry(entry: AuditEntry, base: string): LifeView {
  return {
    username: entry.username,
    at: entry.at,
    who: [entry.actor, entry.actorName].filter(Boolean).join(' '),
    what: entry.action,
    fromState: entry.fromState,
    toState: entry.toState,
    detail: entry.detail,
    from: entry.address,
    links: { account: `${base}/accounts/${encodeURIComponent(entry.accountId)}` },
  };
}

export interface SessionView extends NetworkSession {
  /** The account's page; null while nobody has signed in or registered on the session. */
  links: { account: string | null };
}

export function presentSession(session: NetworkSession, base: string): SessionView {
  const { accountId } = session;
  return {
    ...session,
    links: { account: accountId === null ? null : `${base}/accounts/${encodeURIComponent(accountId)}` },
  };
}
