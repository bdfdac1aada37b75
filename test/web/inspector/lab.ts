import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import express, { type Express } from 'express';
import { emailChannel, gatewayChannel, httpChannel } from '../../../src/channels/index.ts';
import { parseProvidersFile } from '../../../src/config/providers-file.ts';
import { diagnose } from '../../../src/diagnosis/index.ts';
import type { AttemptOutcome, Delivery } from '../../../src/domain/delivery.ts';
import { createEvents, type Events } from '../../../src/domain/events.ts';
import type { Recording } from '../../../src/domain/recording.ts';
import type { ReceivedMessage, ReceivedRequest, Stores } from '../../../src/domain/stores.ts';
import type { Exchange } from '../../../src/domain/transcript.ts';
import type { Tryout } from '../../../src/domain/trial.ts';
import { createComparer } from '../../../src/services/compare-request.ts';
import { createInbox, type Inbox } from '../../../src/services/inbox.ts';
import { createLabArchives, type LabArchives } from '../../../src/services/lab-archive.ts';
import { previewProvider } from '../../../src/services/preview-provider.ts';
import { createRecordedAnswers } from '../../../src/services/recorded-answers.ts';
import { createRouter } from '../../../src/services/route-delivery.ts';
import { createFaults, type Faults } from '../../../src/simulators/index.ts';
import { openStores } from '../../../src/storage/index.ts';
import { createApp } from '../../../src/web/app.ts';
import { type InspectorParts, inspectorRouter, type LabInfo } from '../../../src/web/inspector/index.ts';
import { createWire } from '../../../src/wire/index.ts';
import { portalWith } from '../../support/guest.ts';

export const NOW = '2026-11-22T10:00:00.000Z';
export const TEMPLATE = 'Your account details: Username: $ui_user_name$ Password: $ui_password$';
export const SECRET = 'a-very-secret-token';

export const INFO: LabInfo = {
  release: '3.4',
  portal: { id: 'portal-1', url: 'https://127.0.0.1:8443/portal/PortalSetup.action?portal=portal-1' },
  simulators: {
    http: 'http://127.0.0.1:8081',
    https: 'https://127.0.0.1:8444',
    ca: 'lab-ca.pem',
    clickatell: { user: 'user', password: 'password', apiId: '1', token: 'token', key: 'key' },
    twilio: { accountSid: 'AC1', authToken: 'auth', from: '+15005550006' },
  },
  smtp: { host: '127.0.0.1', port: 2525 },
};

export interface Lab {
  app: Express;
  stores: Stores;
  events: Events;
  inbox: Inbox;
  archives: LabArchives;
  faults: Faults;
  sentAgain: string[];
  /** Puts a delivery through the queue, or leaves it there when no outcome is given. */
  deliver(changes?: Partial<Delivery>, outcome?: Partial<AttemptOutcome>): Promise<Delivery>;
  /** A message as a simulator takes it: request first, then message, then the event. */
  receive(changes?: Partial<ReceivedMessage>, request?: Partial<ReceivedRequest>): Promise<ReceivedMessage>;
  close(): Promise<void>;
}

/** A lab over real stores in memory; nothing but the two actions of the lead's parts is recorded instead of done. */
export async function startLab(changes: Partial<InspectorParts> = {}): Promise<Lab> {
  const stores = await openStores({ file: ':memory:' });
  const events = createEvents();
  const inbox = createInbox({ received: stores.received, events, templates: () => [TEMPLATE] });
  const { faults } = createFaults(
    () => new Date(NOW),
    () => 'email',
  );
  const sentAgain: string[] = [];
  const reset = async () => {
    await stores.clear();
    events.publish({ type: 'reset' });
  };
  const archives = createLabArchives({
    stores,
    clock: { now: () => new Date(NOW) },
    release: () => INFO.release,
    settings: () => ({ providers: {}, portal: {} }),
    secrets: () => [SECRET],
    credentialsOf: inbox.credentialsOf,
    reset,
  });
  const inspector = inspectorRouter({
    deliveries: stores.deliveries,
    accounts: stores.accounts,
    audit: stores.audit,
    devices: stores.devices,
    networkSessions: stores.networkSessions,
    search: stores.search,
    received: stores.received,
    inbox,
    faults,
    events,
    clock: { now: () => new Date(NOW) },
    portal: portalWith(),
    info: () => INFO,
    reset,
    async sendAgain(id) {
      sentAgain.push(id);
      return stores.deliveries.requeue(id, NOW);
    },
    archives,
    ...overShippedRows(stores),
    secrets: () => [SECRET],
    ...changes,
  });
  let count = 0;
  return {
    app: createApp({ guest: express.Router(), inspector, log: (error) => console.error(error) }),
    stores,
    events,
    inbox,
    faults,
    archives,
    sentAgain,
    async deliver(changes = {}, outcome) {
      count += 1;
      const delivery = aDelivery({ id: `delivery-${count}`, ...changes });
      await stores.deliveries.enqueue(delivery);
      if (outcome) {
        const claimed = await stores.deliveries.claim({ busyProviders: [], now: NOW });
        if (claimed) await stores.deliveries.finish(claimed.delivery.id, claimed.attempt, anOutcome(outcome));
      }
      events.publish({ type: 'delivery', id: delivery.id });
      return delivery;
    },
    async receive(changes = {}, request = {}) {
      count += 1;
      const message = aMessage({ id: `message-${count}`, requestId: `request-${count}`, ...changes });
      await stores.received.saveRequest(aRequest({ id: message.requestId, ...request }));
      await stores.received.saveMessage(message);
      events.publish({ type: 'message', id: message.id });
      return message;
    },
    async close() {
      inbox.close();
      await stores.close();
    },
  };
}

/** The real ones, over the rows of the shipped file; no simulator listens. */
function overShippedRows({
  received,
  deliveries,
  recordings,
}: Stores): Pick<InspectorParts, 'compare' | 'recorded'> {
  const parsed = parseProvidersFile(JSON.parse(readFileSync('providers.json', 'utf8')), {});
  assert.ok('ok' in parsed);
  const { providers, smtpServer, proxy } = parsed.ok;
  const release = { major: 3, minor: 4, patch: 0 };
  const wire = createWire({ connectTo: {}, proxy: null, trustedCertificates: [] });
  const router = createRouter({
    providers: () => providers,
    release,
    bindEmail: () => emailChannel(smtpServer),
    bindProvider: (one) => (one.type === 'http' ? httpChannel(one) : gatewayChannel(one, smtpServer)),
  });
  const settings = () => ({ release, providers, smtpServer, proxy, store: wire.store() });
  const preview = (tryout: Tryout) => previewProvider({ router, wire, diagnose, settings }, tryout);
  const recorded = createRecordedAnswers({
    recordings,
    providers: () => providers,
    router,
    ask: async () => null,
  });
  const compare = createComparer({
    trial: { preview },
    received,
    deliveries,
    providers: () => providers,
    secrets: () => [SECRET],
  });
  return { compare, recorded };
}

function aDelivery(changes: Partial<Delivery>): Delivery {
  const to = changes.to ?? '+1 (555) 666-1212';
  const text = 'Your account details: Username: jdoe Password: s3cret';
  return {
    id: 'delivery-1',
    accountId: null,
    kind: 'sms',
    provider: 'Twilio',
    channel: null,
    to,
    message: { kind: 'sms', to, text, date: NOW, id: `msg-${changes.id}` },
    template: TEMPLATE,
    status: 'queued',
    iseVerdict: null,
    providerVerdict: null,
    reason: null,
    mayHaveBeenSent: false,
    diagnosis: [],
    attemptCount: 0,
    createdAt: NOW,
    updatedAt: NOW,
    ...changes,
  };
}

export function anOutcome(changes: Partial<AttemptOutcome> = {}): AttemptOutcome {
  return {
    endedAt: NOW,
    channel: 'http-post-form',
    channelReason: 'Data is exactly $message$ and the content type is a form.',
    iseVerdict: 'sent',
    providerVerdict: 'accepted',
    receipt: { verdict: 'accepted', reason: 'Twilio queued it.', providerMessageId: 'SM1' },
    failure: null,
    transcripts: [{ protocol: 'http', exchanges: [anExchange()], notes: ['From went into the body.'] }],
    status: 'sent',
    reason: 'Twilio queued it.',
    mayHaveBeenSent: false,
    diagnosis: [],
    ...changes,
  };
}

export function anExchange(changes: Partial<Exchange> = {}): Exchange {
  const request =
    'POST /2010-04-01/Accounts/AC1/Messages.json?x=a%26b HTTP/1.1\r\nHost: api.twilio.com\r\nAuthorization: Basic ********\r\n' +
    'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 33\r\n\r\nTo=%2B15556661212&Body=Hello%0Ayou';
  const response =
    'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n\r\n{"sid":"SM1","id":12345678901234567890}';
  return {
    target: { host: 'api.twilio.com', port: 443, secure: true },
    redirectedTo: { host: '127.0.0.1', port: 8444 },
    proxy: null,
    address: { ip: '127.0.0.1', port: 8444 },
    reusedConnection: false,
    tls: {
      version: 'TLSv1.3',
      cipher: 'TLS_AES_256_GCM_SHA384',
      serverName: 'api.twilio.com',
      trusted: true,
      code: null,
      reason: null,
      chain: [
        {
          subject: 'CN=*.twilio.com',
          issuer: 'CN=Lab CA G2',
          serialNumber: '0A1B',
          validFrom: NOW,
          validTo: NOW,
          subjectAltName: 'DNS:*.twilio.com',
          fingerprint256: 'AA:BB',
          inStore: false,
        },
      ],
    },
    request: Buffer.from(request).toString('base64'),
    response: Buffer.from(response).toString('base64'),
    responseCut: false,
    lines: [],
    timings: { dns: 0.4, connect: 1, proxy: null, tls: 5, firstByte: 20, total: 30 },
    failure: null,
    ...changes,
  };
}

export function aRequest(changes: Partial<ReceivedRequest> = {}): ReceivedRequest {
  return {
    id: 'request-1',
    protocol: 'http',
    receivedAt: NOW,
    raw: Buffer.from(
      'POST /2010-04-01/Accounts/AC1/Messages.json HTTP/1.1\r\nHost: api.twilio.com\r\n\r\nTo=1',
    ),
    remoteAddress: '127.0.0.1',
    secure: true,
    simulator: 'twilio',
    status: 201,
    response: Buffer.from('HTTP/1.1 201 Created\r\n\r\n{}'),
    refusal: null,
    fault: null,
    ...changes,
  };
}

function aMessage(changes: Partial<ReceivedMessage>): ReceivedMessage {
  return {
    id: 'message-1',
    requestId: 'request-1',
    channel: 'sms',
    provider: 'twilio',
    to: '+15556661212',
    from: '+15005550006',
    subject: null,
    text: 'Your account details: Username: jdoe Password: s3cret',
    html: null,
    receivedAt: NOW,
    providerMessageId: 'SM1',
    ...changes,
  };
}

export function aRecording(changes: Partial<Recording> = {}): Recording {
  return {
    id: 'recording-1',
    recordedAt: NOW,
    provider: 'Twilio',
    host: 'api.twilio.com',
    method: 'POST',
    path: '/2010-04-01/Accounts/AC1/Messages.json',
    shape: ['To', 'From', 'Body'],
    recipientClass: '1 valid',
    outcome: 'accepted',
    status: 201,
    headers: [['Content-Type', 'application/json']],
    body: '{"sid":"SM1","to":"+$mobilenumber$","body":"$message$"}',
    waitMs: 12,
    providerMessageId: 'SM1',
    ...changes,
  };
}
