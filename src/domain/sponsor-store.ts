import type { Account, AccountState } from './account.ts';

/** What sponsors' pages need beside accounts: searching them, one-time links, notices. Times as in `stores`. */
export interface SponsorStore {
  /**
   * The accounts of a sponsor's list, and how many the filter matches. A state is the one the account is in at `now`,
   * the clock included.
   */
  searchAccounts(filter: AccountSearch): Promise<{ total: number; items: Account[] }>;
  /** Whether a step of an account's life used this one-time link up (`AccountStep.usedLink`). */
  isLinkUsed(id: string): Promise<boolean>;
  saveNotice(notice: Notice): Promise<void>;
  /** Newest first. */
  listNotices(filter: {
    sponsor: string;
    limit: number;
    offset?: number;
  }): Promise<{ total: number; items: Notice[] }>;
  findNotice(sponsor: string, id: string): Promise<Notice | null>;
  /** False when the sponsor has no such notice. */
  removeNotice(sponsor: string, id: string): Promise<boolean>;
}

export const ACCOUNT_SORTS = [
  'username',
  'state',
  'firstName',
  'lastName',
  'email',
  'guestType',
  'sponsor',
  'createdAt',
  'validTo',
] as const;

export type AccountSort = (typeof ACCOUNT_SORTS)[number];

export interface AccountSearch {
  /** Part of the user name, the sponsor's name or one of the registration fields, without regard to case. */
  text?: string;
  /** Any of these; all when empty or absent. */
  states?: AccountState[];
  /** Accounts of these sponsors, or whose guest visits one of these people; both in lower case. Absent: of anybody. */
  owners?: { sponsors: string[]; visited: string[] };
  sort: AccountSort;
  order: 'asc' | 'desc';
  limit: number;
  offset: number;
  now: string;
}

/** ISE: what a large selection of accounts came to is reported under Notices. */
export interface Notice {
  id: string;
  /** The user name of the sponsor whose notice it is. */
  sponsor: string;
  /** What was done: an action's name, or `known`, `random`, `import`. */
  action: string;
  startedAt: string;
  endedAt: string;
  results: NoticeResult[];
}

export interface NoticeResult {
  /** Null when no account came of it. */
  accountId: string | null;
  /** The user name, or what names the row, such as its number. */
  name: string;
  done: boolean;
  /** What was wrong, in a sentence; empty when it was done. */
  problem: string;
}
