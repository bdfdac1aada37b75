import { type Account, UNTOUCHED } from '../../src/domain/account.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { AttemptOutcome, Delivery } from '../../src/domain/delivery.ts';
import type { NetworkSession } from '../../src/domain/network-session.ts';
import type { ReceivedMessage, ReceivedRequest } from '../../src/domain/stores.ts';

/** Whole entities for storage tests; a test names only what it is about. */

export const NOW = '2026-11-22T10:00:00.000Z';
export const LATER = '2026-11-22T10:00:05.000Z';

export function anAccount(changes: Partial<Account> = {}): Account {
  const username = changes.username ?? 'jdoe';
  return {
    id: `account-${username}`,
    username,
    password: 'pA$$ "wörd" 😀',
    state: 'AWAITING_INITIAL_LOGIN',
    guestType: 'Daily (default)',
    portalId: 'portal-1',
    fields: { ui_first_name: 'Jörg', ui_last_name: "O'Neill", custom: '' },
    createdAt: NOW,
    validFrom: NOW,
    validTo: '2026-11-23T10:00:00.000Z',
    ...UNTOUCHED,
    registrationKey: `key-${username}`,
    ...changes,
  };
}

export function aDelivery(changes: Partial<Delivery> = {}): Delivery {
  const id = changes.id ?? 'delivery-1';
  const to = changes.to ?? '+1 (555) 666-1212';
  return {
    id,
    accountId: null,
    kind: 'sms',
    provider: 'Twilio',
    channel: null,
    to,
    message: { kind: 'sms', to, text: 'Ihr Kennwort: "x&y+z%" 😀\nשלום', date: NOW, id: `message-${id}` },
    template: 'Your password: $ui_password$',
    status: 'queued',
    iseVerdict: null,
    providerVerdict: null,
    reason: null,
    mayHaveBeenSent: false,
    diagnosis: [],
    attemptCount: 0,
    tag: null,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

export function anOutcome(changes: Partial<AttemptOutcome> = {}): AttemptOutcome {
  return {
    endedAt: LATER,
    channel: 'http-post-form',
    channelReason: 'Data is exactly $message$',
    iseVerdict: 'sent',
    providerVerdict: 'accepted',
    receipt: { verdict: 'accepted', reason: 'Twilio queued it', providerMessageId: 'SM1' },
    failure: null,
    transcripts: [{ protocol: 'http', exchanges: [], notes: ['a lone surrogate \ud800 and NUL \0'] }],
    status: 'sent',
    reason: 'Twilio queued it',
    mayHaveBeenSent: false,
    diagnosis: [],
    ...changes,
  };
}

export const NOT_SENT = anOutcome({
  channel: null,
  channelReason: null,
  iseVerdict: 'failed',
  providerVerdict: null,
  receipt: null,
  failure: {
    phase: 'interrupted',
    code: 'INTERRUPTED',
    message: 'stopped before the first byte left',
    timedOut: false,
    mayHaveBeenSent: false,
  },
  transcripts: [],
  status: 'failed',
  reason: 'stopped before the first byte left',
});

export const MAYBE_SENT = anOutcome({
  ...NOT_SENT,
  providerVerdict: 'unclear',
  reason: 'stopped while the message was leaving',
  mayHaveBeenSent: true,
});

export function aRequest(changes: Partial<ReceivedRequest> = {}): ReceivedRequest {
  return {
    id: 'request-1',
    protocol: 'http',
    receivedAt: NOW,
    raw: new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'),
    remoteAddress: '127.0.0.1',
    secure: true,
    simulator: null,
    status: null,
    response: new Uint8Array(0),
    refusal: null,
    fault: null,
    ...changes,
  };
}

export function aMessage(changes: Partial<ReceivedMessage> = {}): ReceivedMessage {
  return {
    id: 'message-1',
    requestId: 'request-1',
    channel: 'sms',
    provider: 'twilio',
    to: '+15556661212',
    from: '+15005550006',
    subject: null,
    text: 'Your password: 😀',
    html: null,
    receivedAt: NOW,
    providerMessageId: 'SM1',
    tag: null,
    ...changes,
  };
}

export function anEntry(changes: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: 'entry-1',
    at: NOW,
    accountId: 'account-jdoe',
    username: 'jdoe',
    actor: 'guest',
    actorName: '',
    action: 'register',
    fromState: null,
    toState: 'AWAITING_INITIAL_LOGIN',
    detail: '',
    address: '127.0.0.1',
    ...changes,
  };
}

export function aNetworkSession(changes: Partial<NetworkSession> = {}): NetworkSession {
  return {
    sessionId: '0A',
    portalId: 'portal-1',
    mac: 'A1:B3:E5:19:6F:BA',
    ip: '10.0.0.9',
    state: 'redirected',
    accountId: null,
    redirectedAt: NOW,
    registeredAt: null,
    authenticatedAt: null,
    coaSentAt: null,
    disconnectedAt: null,
    reason: null,
    originatingUrl: null,
    ...changes,
  };
}
