import type { Request, Response } from 'express';
import { createLoginLimit, type LoginLimit } from '../../domain/login-limit.ts';
import type { Portal } from '../../domain/portal.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { SponsorDirectory, SponsorRights } from '../../domain/sponsor-group.ts';
import type { SponsorStore } from '../../domain/sponsor-store.ts';
import type { AccountStore, AuditStore, NetworkSessionStore, SessionStore } from '../../domain/stores.ts';
import type { ApprovalLinkParts } from '../../services/approval-requests.ts';
import { createTexts, type Texts } from '../../texts/index.ts';
import type { SponsorSession } from './session.ts';

export interface SponsorParts {
  /** The guest portal whose guests these sponsors look after. */
  portal: Portal;
  accounts: AccountStore;
  sponsors: SponsorStore;
  sessions: SessionStore;
  networkSessions: NetworkSessionStore;
  audit: AuditStore;
  clock: Clock;
  random: Random;
  /** Names of the SMS providers there are. */
  providers: string[];
  approvalLinks: ApprovalLinkParts;
  /** Called when deliveries were queued. */
  notify(): void;
}

/** What every page of the sponsor portal works with. */
export interface SponsorContext extends SponsorParts {
  directory: SponsorDirectory;
  texts: Texts;
  limit: LoginLimit;
}

export function createContext(parts: SponsorParts): SponsorContext {
  return {
    ...parts,
    directory: parts.portal.emulator.sponsors,
    texts: createTexts(),
    // GUESS: the numbers of the guest portal's defaults.
    limit: createLoginLimit({ maxFailures: 5, waitMs: 2 * 60_000 }),
  };
}

/** One request. */
export interface Call {
  request: Request;
  response: Response;
  session: SponsorSession;
}

/** One request of a sponsor who is signed in. */
export interface SponsorCall extends Call {
  rights: SponsorRights;
}

/** The caller's address, for the audit. */
export function addressOf({ request }: Call): string {
  return request.ip ?? '';
}
