import { createHmac } from 'node:crypto';
import { hexId } from '../../domain/ids.ts';
import { createLoginLimit, type LoginLimit } from '../../domain/login-limit.ts';
import type { Portal } from '../../domain/portal.ts';
import type { Clock, Random } from '../../domain/ports.ts';
import type { AccountStore, DeliveryStore, SessionStore } from '../../domain/stores.ts';
import { createTexts, type Texts } from '../../texts/index.ts';
import { createOriginatingUrls, type OriginatingUrls } from './originating-urls.ts';

export interface GuestParts {
  portal: Portal;
  accounts: AccountStore;
  deliveries: DeliveryStore;
  sessions: SessionStore;
  clock: Clock;
  random: Random;
  /** Names of the SMS providers there are. */
  providers: string[];
  /** Called when deliveries were queued. */
  notify(): void;
}

/** What every page of the portal works with. */
export interface GuestContext extends GuestParts {
  texts: Texts;
  limit: LoginLimit;
  originatingUrls: OriginatingUrls;
  /** Recognises a form that is sent again, without keeping what was in it. */
  fingerprint(values: unknown): string;
}

export function createContext(parts: GuestParts): GuestContext {
  const { maxFailedAttemptsBeforeRateLimit, timeBetweenLoginsDuringRateLimit } =
    parts.portal.settings.loginPageSettings;
  // The key stays in the process: a fingerprint found in the session store tells nothing about a four-digit password.
  const key = hexId(parts.random, 32);
  return {
    ...parts,
    texts: createTexts(),
    limit: createLoginLimit({
      maxFailures: maxFailedAttemptsBeforeRateLimit,
      waitMs: timeBetweenLoginsDuringRateLimit * 60_000,
    }),
    originatingUrls: createOriginatingUrls(),
    fingerprint: (values) => createHmac('sha256', key).update(JSON.stringify(values)).digest('base64url'),
  };
}
