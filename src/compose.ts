import path from 'node:path';
import { addressesOf, labInfoOf, simulatorAddresses, sponsorBaseOf } from './composition/addresses.ts';
import { bootNotes } from './composition/boot-notes.ts';
import { joinCaptures } from './composition/join-captures.ts';
import { joinSending } from './composition/join-sending.ts';
import { keepAuthority } from './composition/keep-authority.ts';
import { keepLinkKey } from './composition/keep-link-key.ts';
import { openListeners } from './composition/open-listeners.ts';
import { openWire } from './composition/open-wire.ts';
import { createProviderBook } from './composition/provider-book.ts';
import { providerSecrets, smsDomains } from './composition/provider-facts.ts';
import { replayByRequest } from './composition/replay-by-request.ts';
import type { Config } from './config.ts';
import { AppError } from './domain/errors.ts';
import { createEvents } from './domain/events.ts';
import { runTagged } from './domain/lab-tag.ts';
import { credentialTexts } from './domain/notification.ts';
import { withOfferedProviders } from './domain/offered-providers.ts';
import type { Emulator, Seams } from './emulator.ts';
import { createAccountKeeper } from './services/account-keeper.ts';
import { createInbox } from './services/inbox.ts';
import { lastFailure } from './services/last-failure.ts';
import { createReplay } from './services/replay-answers.ts';
import { createUnderWay } from './services/under-way.ts';
import { startSimulators } from './simulators/index.ts';
import { openStores } from './storage/index.ts';
import { createApp } from './web/app.ts';
import { guestRouter } from './web/guest/index.ts';
import { inspectorRouter } from './web/inspector/index.ts';
import { sponsorRouter } from './web/sponsor/index.ts';

/** Joins all parts and listens. On failure nothing is left open; a taken port rejects with Node's `EADDRINUSE`. */
export async function compose(config: Config, { clock, random, log }: Seams): Promise<Emulator> {
  await using cleanup = new AsyncDisposableStack();
  const { host, ports, providers: file } = config;
  // Held on to by many, and brought up to date when a tester changes providers.json.
  const names = file.providers.map(({ name }) => name);
  const smsAt = smsDomains(file);
  const portal = withOfferedProviders(config.portal, names);
  const events = createEvents();
  const inMemory = config.data === ':memory:';
  const stores = await openStores({
    file: inMemory ? ':memory:' : path.join(config.data, 'ise-guest.sqlite'),
  });
  cleanup.defer(() => stores.close());
  const underWay = createUnderWay({
    async onFinish(providerMessageId, tag) {
      const ids = await stores.received.tagMessages(providerMessageId, tag);
      for (const id of ids) events.publish({ type: 'message', id });
    },
  });
  const authority = await keepAuthority(config.data);

  const replay = createReplay({
    recordings: stores.recordings,
    providers: () => sending.file().providers,
  });
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
    smsDomains: smsAt,
    tagOf: underWay.tagOf,
    replay: replayByRequest(replay),
    onEvent: events.publish,
  });
  cleanup.defer(() => simulators.close());

  const simulatorsAt = simulatorAddresses(host, simulators);
  const sending = openWire(config, { authority, simulators: simulatorsAt });
  const { wire } = sending;
  cleanup.defer(() => wire.close());
  const { router, worker, trial } = joinSending(
    { release: config.release, sending, deliveries: underWay.watch(stores.deliveries) },
    { clock, random, events, onBug: (error) => log.error(error, 'a delivery met a bug') },
  );

  const inbox = createInbox({
    received: stores.received,
    events,
    templates: () => credentialTexts(portal.emulator.notifications),
    lastFailure: (about) => lastFailure(stores.deliveries, about),
    settled: worker.idle,
  });
  cleanup.defer(() => inbox.close());

  // Known once the listener is.
  let sponsorBase = '';
  const approvalLinks = { key: keepLinkKey(config.data, random), base: () => sponsorBase };
  const shared = { ...stores, portal, clock, random, providers: names, notify: worker.wake };
  const guest = guestRouter({ ...shared, approvalLinks });
  const directory = portal.emulator.sponsors;
  const sponsor = sponsorRouter({ ...shared, approvalLinks });
  const keeper = createAccountKeeper({
    ...shared,
    onBug: (error) => log.error(error, 'the keeper of accounts met a bug'),
  });
  cleanup.defer(() => keeper.stop());

  let closing: Promise<void> | null = null;
  const refuseClosed = () => {
    if (closing) throw new AppError('conflict', 'The emulator is closed.');
  };
  // Under no tag: what starts here goes on long after the request that asked for it.
  const reset = () =>
    runTagged(null, startOver).catch((error) => {
      refuseClosed();
      throw error;
    });
  const startOver = async () => {
    refuseClosed();
    await keeper.stop();
    await worker.stop(0);
    await wire.close();
    refuseClosed();
    underWay.forget();
    await stores.clear();
    simulators.reset();
    guest.forget();
    sponsor.forget();
    refuseClosed();
    await worker.start();
    keeper.start();
    events.publish({ type: 'reset' });
  };
  const web = {
    log: (error: unknown, requestId: string) => log.error(error, `request ${requestId} met a bug`),
  };
  const book = createProviderBook(config.providersSource, {
    sending,
    use(next) {
      sending.apply(next);
      names.splice(0, names.length, ...next.providers.map(({ name }) => name));
      smsAt.splice(0, smsAt.length, ...smsDomains(next));
    },
  });
  const secrets = () => providerSecrets(sending.file());
  const { stop, ...captures } = joinCaptures(config, {
    stores,
    events,
    clock,
    portal,
    inbox,
    trial,
    router,
    sending,
    authority,
    simulators: simulatorsAt,
    reset,
    onBug: (error) => log.error(error, 'recording an answer met a bug'),
  });
  cleanup.defer(stop);
  const inspector = inspectorRouter({
    ...captures,
    trial,
    book,
    random,
    ...stores,
    inbox,
    faults: simulators.faults,
    events,
    clock,
    portal,
    info: () => info,
    reset,
    async sendAgain(id) {
      const queued = await stores.deliveries.requeue(id, clock.now().toISOString());
      if (queued) worker.wake();
      return queued;
    },
    secrets,
    hosts: [host],
  });

  const app = createApp({ ...web, guest, sponsor, inspector });
  const open = await openListeners(cleanup, {
    host,
    ports,
    authority,
    fronts: {
      lab: app,
      portal: createApp({ ...web, guest }),
      sponsor: createApp({ ...web, sponsor }),
    },
  });

  const urls = addressesOf({ host, open, portalId: portal.id, sponsorPortalId: directory.portal.id });
  sponsorBase = sponsorBaseOf(host, open.sponsor);
  const info = labInfoOf({
    host,
    release: config.release,
    simulators,
    portal: { id: portal.id, url: urls.portal },
  });

  const recovered = await worker.start();
  keeper.start();
  const running = cleanup.move();
  return {
    app,
    portal: { ...info.portal, name: portal.name },
    inbox,
    simulators,
    faults: simulators.faults,
    accounts: stores.accounts,
    deliveries: stores.deliveries,
    received: stores.received,
    trial,
    info,
    urls,
    sponsors: directory.sponsors.map(({ username, password, groups }) => ({ username, password, groups })),
    notes: bootNotes(config, recovered),
    settled: worker.idle,
    tick: keeper.tick,
    reset,
    close({ graceMs = 0 } = {}) {
      closing ??= worker.stop(graceMs).then(() => running.disposeAsync());
      return closing;
    },
  };
}
