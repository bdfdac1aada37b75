import { createServer } from 'node:http';
import type { Server as NetServer } from 'node:net';
import path from 'node:path';
import type { Express } from 'express';
import { emailChannel, gatewayChannel, httpChannel } from './channels/index.ts';
import { bootNotes } from './composition/boot-notes.ts';
import { keepAuthority } from './composition/keep-authority.ts';
import { lazyHttps } from './composition/lazy-https.ts';
import { listen } from './composition/listen.ts';
import { providerSecrets, smsDomains } from './composition/provider-facts.ts';
import { resolveConnectTo } from './composition/resolve-connect-to.ts';
import { SIMULATOR } from './config/trusted-certificates.ts';
import type { Config } from './config.ts';
import { createEvents } from './domain/events.ts';
import type { Clock, Random } from './domain/ports.ts';
import { formatRelease } from './domain/release.ts';
import type { AccountStore, DeliveryStore, ReceivedStore } from './domain/stores.ts';
import { createDeliveryWorker } from './services/delivery-worker.ts';
import { createInbox, type Inbox } from './services/inbox.ts';
import { lastFailure } from './services/last-failure.ts';
import { createRouter } from './services/route-delivery.ts';
import { type Simulators, startSimulators } from './simulators/index.ts';
import { openStores } from './storage/index.ts';
import { createApp } from './web/app.ts';
import { guestRouter } from './web/guest/index.ts';
import { inspectorRouter } from './web/inspector/index.ts';
import type { LabInfo } from './web/inspector/parts.ts';
import { createWire } from './wire/index.ts';

/** What a caller may replace: time, chance, and where bugs are reported. */
export interface Seams {
  clock: Clock;
  random: Random;
  log: { error(error: unknown, message: string): void };
}

/** A running emulator. */
export interface Emulator {
  /** The web application of the plain HTTP listener, for supertest. */
  app: Express;
  portal: { id: string; name: string; url: string };
  inbox: Inbox;
  simulators: Simulators;
  accounts: AccountStore;
  deliveries: DeliveryStore;
  received: ReceivedStore;
  info: LabInfo;
  urls: { http: string; https: string; portal: string; portalHttps: string; lab: string };
  /** What the user should know about the configuration, in sentences. */
  notes: string[];
  /** Resolves when no delivery is queued or under way. */
  settled(): Promise<void>;
  /** Back to the start: no accounts, deliveries, messages, sessions or scripted faults. */
  reset(): Promise<void>;
  /** Closes every listener and connection. Waits `graceMs` (default 0) for messages that are on their way. */
  close(options?: { graceMs?: number }): Promise<void>;
}

/** Joins all parts and listens. On failure nothing is left open; a taken port rejects with Node's `EADDRINUSE`. */
export async function compose(config: Config, { clock, random, log }: Seams): Promise<Emulator> {
  await using cleanup = new AsyncDisposableStack();
  const { host, ports, portal, providers: file } = config;
  const events = createEvents();
  const inMemory = config.data === ':memory:';
  const stores = await openStores({
    file: inMemory ? ':memory:' : path.join(config.data, 'ise-guest.sqlite'),
  });
  cleanup.defer(() => stores.close());
  const authority = await keepAuthority(config.data);

  const simulators = await startSimulators({
    host,
    httpPort: ports.simHttp,
    httpsPort: ports.simHttps,
    smtpPort: ports.smtp,
    loose: config.loose,
    authority,
    journal: stores.received,
    clock,
    random,
    smsDomains: smsDomains(file),
    onEvent: events.publish,
  });
  cleanup.defer(() => simulators.close());

  const wire = createWire({
    connectTo: config.live
      ? {}
      : resolveConnectTo(file, {
          http: `${near(host)}:${simulators.http.port}`,
          https: `${near(host)}:${simulators.https.port}`,
          smtp: `${near(host)}:${simulators.smtp.port}`,
        }),
    proxy: file.proxy,
    trustedCertificates: file.trustedCertificates.flatMap((pem) =>
      pem === SIMULATOR ? [authority.rootPem, authority.g2Pem] : [pem],
    ),
  });
  cleanup.defer(() => wire.close());

  const worker = createDeliveryWorker({
    router: createRouter({
      providers: file.providers,
      release: config.release,
      bindEmail: () => emailChannel(file.smtpServer),
      bindProvider: (provider) =>
        provider.type === 'http' ? httpChannel(provider) : gatewayChannel(provider, file.smtpServer),
    }),
    wire,
    clock,
    deliveries: stores.deliveries,
    events,
    onBug: (error) => log.error(error, 'a delivery met a bug'),
  });

  const { sms, email } = portal.emulator.notifications;
  const inbox = createInbox({
    received: stores.received,
    events,
    templates: () => [sms.text, email.text],
    lastFailure: (to) => lastFailure(stores.deliveries, to),
  });
  cleanup.defer(() => inbox.close());

  const guest = guestRouter({
    portal,
    accounts: stores.accounts,
    sessions: stores.sessions,
    clock,
    random,
    providers: file.providers.map(({ name }) => name),
    notify: worker.wake,
  });

  const reset = async () => {
    await worker.stop(0);
    await wire.close();
    await stores.clear();
    simulators.reset();
    guest.forget();
    await worker.start();
    events.publish({ type: 'reset' });
  };
  const web = {
    guest,
    log: (error: unknown, requestId: string) => log.error(error, `request ${requestId} met a bug`),
  };
  const inspector = inspectorRouter({
    deliveries: stores.deliveries,
    accounts: stores.accounts,
    received: stores.received,
    inbox,
    events,
    clock,
    info: () => info,
    reset,
    async sendAgain(id) {
      const queued = await stores.deliveries.requeue(id, clock.now().toISOString());
      if (queued) worker.wake();
      return queued;
    },
    secrets: () => providerSecrets(file),
    hosts: [host],
  });

  const app = createApp({ ...web, inspector });
  const { front, https: portalServer } = lazyHttps(createApp(web), async () => {
    const altNames = ['localhost', '127.0.0.1', '::1', host];
    const { key, chain } = await authority.issue({ commonName: 'localhost', altNames });
    return { key, cert: chain };
  });
  const labServer = createServer(app);
  const open = async (server: NetServer, port: number, closeConnections: () => void) => {
    const taken = await listen(server, port, host);
    cleanup.defer(() => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      closeConnections();
      return closed;
    });
    return taken;
  };
  // One after the other: when one fails, none is still opening.
  const httpPort = await open(labServer, ports.http, () => labServer.closeAllConnections());
  const httpsPort = await open(front, ports.https, () => portalServer.closeAllConnections());

  const http = `http://${near(host)}:${httpPort}`;
  const https = `https://${near(host)}:${httpsPort}`;
  const portalPath = `/portal/PortalSetup.action?portal=${portal.id}`;
  const { clickatell, twilio } = simulators.credentials;
  const info: LabInfo = {
    release: formatRelease(config.release),
    portal: { id: portal.id, url: http + portalPath },
    simulators: {
      http: simulators.http.url,
      https: simulators.https.url,
      ca: simulators.ca,
      clickatell,
      twilio: { accountSid: twilio.accountSid, authToken: twilio.authToken, from: twilio.from },
    },
    smtp: { host: near(host), port: simulators.smtp.port },
  };

  const recovered = await worker.start();
  const running = cleanup.move();
  return {
    app,
    portal: { ...info.portal, name: portal.name },
    inbox,
    simulators,
    accounts: stores.accounts,
    deliveries: stores.deliveries,
    received: stores.received,
    info,
    urls: { http, https, portal: http + portalPath, portalHttps: https + portalPath, lab: `${http}/lab` },
    notes: bootNotes(config, recovered),
    settled: worker.idle,
    reset,
    async close({ graceMs = 0 } = {}) {
      await worker.stop(graceMs);
      await running.disposeAsync();
    },
  };
}

/** The address by which this machine reaches a listener: one bound to every interface is reached by loopback. */
function near(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
