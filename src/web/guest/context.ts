import { createHmac } from 'node:crypto';
import { hexId } from '../../domain/ids.ts';
import { createLoginLimit, type LoginLimit } from '../../domain/login-limit.ts';
import type { Portal } from '../../domain/portal.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type {
  AccountStore,
  AuditStore,
  DeliveryStore,
  DeviceStore,
  NetworkSessionStore,
  SessionStore,
} from '../../domain/stores.ts';
import type { ApprovalLinkParts } from '../../services/approval-requests.ts';
import { createTurns, type InTurn } from '../../services/in-turn.ts';
import { createTexts, type Texts } from '../../texts/index.ts';
import { type CustomTexts, customTexts } from './custom-texts.ts';

export interface GuestParts {
  portal: Portal;
  accounts: AccountStore;
  deliveries: DeliveryStore;
  sessions: SessionStore;
  devices: DeviceStore;
  networkSessions: NetworkSessionStore;
  audit: AuditStore;
  clock: Clock;
  random: Random;
  /** Names of the SMS providers there are. */
  providers: string[];
  /** What makes the links of approval requests. */
  approvalLinks: ApprovalLinkParts;
  /** Called when deliveries were queued. */
  notify(): void;
}

/** What every page of the portal works with. */
export interface GuestContext extends GuestParts {
  /** The operator's texts, where there are any, else ours. */
  texts: Texts;
  /** The same for places that show HTML. */
  customTexts: CustomTexts;
  limit: LoginLimit;
  inTurn: InTurn;
  /** Counts requests for a new password. */
  resetLimit: LoginLimit;
  /** Counts wrong registration codes. */
  codeLimit: LoginLimit;
  /** Recognises a form that is sent again, without keeping what was in it. */
  fingerprint(values: unknown): string;
}

export function createContext(parts: GuestParts): GuestContext {
  const { maxFailedAttemptsBeforeRateLimit, timeBetweenLoginsDuringRateLimit } =
    parts.portal.settings.loginPageSettings;
  const rule = {
    maxFailures: maxFailedAttemptsBeforeRateLimit,
    waitMs: timeBetweenLoginsDuringRateLimit * 60_000,
  };
  // The key stays in the process: a fingerprint found in the session store tells nothing about a four-digit password.
  const key = hexId(parts.random, 32);
  const custom = customTexts(createTexts(), parts.portal.customization);
  return {
    ...parts,
    texts: custom.texts,
    customTexts: custom,
    inTurn: createTurns(),
    limit: createLoginLimit(rule),
    resetLimit: createLoginLimit(rule),
    codeLimit: createLoginLimit(rule),
    fingerprint: (values) => createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url'),
  };
}
