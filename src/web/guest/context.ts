import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { NOT_CUSTOMIZED } from '../../domain/customization.ts';
import { hexId } from '../../domain/ids.ts';
import { LAST_RESORT, pageLanguage } from '../../domain/languages.ts';
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
import { type Catalogues, openCatalogues } from '../../texts/catalogues.ts';
import type { Texts } from '../../texts/index.ts';
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
  /** The languages there are; those that ship unless given. */
  catalogues?: Catalogues;
  /** Called when deliveries were queued. */
  notify(): void;
}

/** What every page of the portal works with. */
export interface GuestContext extends GuestParts {
  /** The tag of the page's language. */
  language: string;
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

export interface GuestContexts {
  /** For whom no language is known. */
  base: GuestContext;
  /** In the language of whoever asks. */
  of(request: Request): GuestContext;
}

export function createContexts(parts: GuestParts): GuestContexts {
  const catalogues = parts.catalogues ?? openCatalogues();
  const shared = sharedContext(parts);
  const known = new Map<string, GuestContext>();
  const inLanguage = (preferred: string[]): GuestContext => {
    const language = pageLanguage(parts.portal.settings.portalSettings, preferred, catalogues.languages);
    const context = known.get(language) ?? { ...shared, language, ...textsIn(language) };
    known.set(language, context);
    return context;
  };
  // ISE: an export over ERS has the English texts, and no others.
  const textsIn = (language: string) => {
    const given = language === LAST_RESORT ? parts.portal.customization : NOT_CUSTOMIZED;
    const custom = customTexts(catalogues.texts(language), given);
    return { texts: custom.texts, customTexts: custom };
  };
  return { base: inLanguage([]), of: (request) => inLanguage(request.acceptsLanguages()) };
}

function sharedContext(parts: GuestParts): Omit<GuestContext, 'language' | 'texts' | 'customTexts'> {
  const { maxFailedAttemptsBeforeRateLimit, timeBetweenLoginsDuringRateLimit } =
    parts.portal.settings.loginPageSettings;
  const rule = {
    maxFailures: maxFailedAttemptsBeforeRateLimit,
    waitMs: timeBetweenLoginsDuringRateLimit * 60_000,
  };
  // The key stays in the process: a fingerprint found in the session store tells nothing about a four-digit password.
  const key = hexId(parts.random, 32);
  return {
    ...parts,
    inTurn: createTurns(),
    limit: createLoginLimit(rule),
    resetLimit: createLoginLimit(rule),
    codeLimit: createLoginLimit(rule),
    fingerprint: (values) => createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url'),
  };
}
