import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { CompiledQuery } from 'kysely';
import type { DeliveryFilter, Stores } from '../../src/domain/stores.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { storesOn } from '../../src/storage/stores.ts';
import { aRecording } from '../web/inspector/lab.ts';
import {
  aDelivery,
  aMessage,
  aNetworkSession,
  anAccount,
  anEntry,
  anOutcome,
  aRequest,
  LATER,
  MAYBE_SENT,
  NOT_SENT,
  NOW,
} from './builders.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Emptying a table costs what it holds; opening and closing happen once. */
const NOT_HELD_TO_IT = [
  'stores.clear',
  'stores.close',
  // A sponsor looks for part of a name in any of a dozen fields, sorted as he likes: that reads what there is.
  'sponsors.searchAccounts',
];

describe('query plans', () => {
  const path = temporaryFolder();
  const called = new Set<string>(NOT_HELD_TO_IT);
  const plans = new Map<string, string[]>();
  let methods = new Set<string>();

  before(async () => {
    const file = path('ise-guest.sqlite');
    const queries: CompiledQuery[] = [];
    const stores = await storesOn(openSqlite(file), (event) => {
      queries.push(event.query);
    });
    queries.length = 0;
    methods = methodsOf(stores);
    await callEverything(watched(stores, called));
    const reader = new DatabaseSync(file);
    for (const { sql } of queries) {
      if (/^(select|insert|update|delete)/.test(sql)) plans.set(sql, planOf(reader, sql));
    }
    reader.close();
    await stores.close();
  });

  it('plans: when this test calls the stores, it leaves out no method', () => {
    assert.deepEqual(
      [...methods].filter((method) => !called.has(method)),
      [],
    );
    assert.ok(plans.size > 40, `only ${plans.size} queries seen`);
  });

  it('plans: when any method runs with any filter, no query reads a whole table or sorts what it read', () => {
    for (const [sql, plan] of plans) assert.deepEqual(complaints(sql, plan), [], sql);
  });

  it('plans: when a recipient or an account is asked for, its index leads, not that of a status', () => {
    for (const [sql, plan] of plans) {
      // A device is found by its own address; whose it is, is then only checked.
      if (/"mac" = /.test(sql)) continue;
      const leading = /"accountId" = /.test(sql) ? 'ByAccount' : /"toKey" = /.test(sql) ? 'ByRecipient' : '';
      assert.ok(
        plan.some((line) => line.includes(leading)),
        `${sql}\n${plan.join('\n')}`,
      );
    }
  });
});

function planOf(reader: DatabaseSync, sql: string): string[] {
  const rows = reader.prepare(`explain query plan ${sql}`).all();
  return rows.length === 0 ? ['an insert, which reads nothing'] : rows.map((row) => String(row.detail));
}

/** The lines of a plan that cost more with every row there is. */
function complaints(sql: string, plan: string[]): string[] {
  // A walk along an index that ends at the limit is no scan, unless it must look for what it wants on its way.
  const filtered = /\bfrom "\w+"(?: as "\w+")? where(?! "seq" in)/.test(sql);
  const walk = / order by "?(?:seq|lastSeq)"? desc limit \?/.test(sql) && !filtered;
  // A search checks, and puts in order, what comes out of a part of it that has a limit, or out of an index of texts.
  const limited = ['candidates', '\\(subquery-\\d+\\)', '\\w+Texts VIRTUAL TABLE INDEX \\d+:\\S*M'];
  const windowed = / limit \? ?\) as candidates|from \(select seq from .* limit \?\)/s.test(sql);
  const free = new RegExp(
    `^SCAN (?:\\d+-ROW VALUES${windowed ? `|${limited.join('|')}` : `|${limited[2]}`})`,
  );
  return plan.filter(
    (line) => (/TEMP B-TREE/.test(line) && !windowed) || (/^SCAN /.test(line) && !free.test(line) && !walk),
  );
}

function methodsOf(stores: Stores): Set<string> {
  const names = new Set<string>();
  for (const [part, value] of Object.entries({ ...stores, stores })) {
    for (const [name, method] of Object.entries(value)) {
      if (typeof method === 'function') names.add(`${part}.${name}`);
    }
  }
  return names;
}

/** The same stores, noting which methods are called. */
function watched(stores: Stores, called: Set<string>): Stores {
  const parts = Object.entries(stores).map(([part, methods]) => [
    part,
    typeof methods === 'function'
      ? methods
      : new Proxy(methods, {
          get(target, name, receiver) {
            called.add(`${part}.${String(name)}`);
            return Reflect.get(target, name, receiver);
          },
        }),
  ]);
  return Object.fromEntries(parts);
}

async function callEverything(stores: Stores): Promise<void> {
  await callSponsors(stores);
  const { accounts, deliveries, facts, received, recordings, search, sessions } = stores;
  const account = anAccount();
  await accounts.create(account, [aDelivery({ id: 'd1', accountId: account.id })]);
  await accounts.find(account.id);
  await accounts.findByUsername('jdoe');
  await accounts.findByRegistrationKey('key');
  await accounts.update(account.id, { username: 'other', fields: {} });
  await accounts.list({ limit: 9, offset: 0 });

  await deliveries.enqueue(aDelivery({ id: 'd2' }));
  await deliveries.open(aDelivery({ id: 'd3' }));
  await deliveries.claim({ busyProviders: ['Telnyx'], now: NOW });
  await deliveries.markTransmitting('d1', 1, NOW);
  await deliveries.finish('d1', 1, anOutcome());
  await deliveries.requeue('d1', LATER);
  await deliveries.restore(aDelivery({ id: 'd-restored', status: 'sent' }), []);
  await deliveries.claim({ busyProviders: [], now: NOW });
  await deliveries.recover({ notSent: NOT_SENT, maybeSent: MAYBE_SENT });
  await deliveries.find('d1');
  await deliveries.latest();
  await deliveries.counts();
  for (const filter of everyMixOf<DeliveryFilter>({
    to: '+1',
    provider: 'Twilio',
    status: 'sent',
    accountId: 'a',
    tag: 't',
  })) {
    await deliveries.list({ limit: 9, offset: 9, ...filter });
  }

  await received.saveRequest(aRequest());
  await received.updateRequest('request-1', aRequest());
  await received.findRequest('request-1');
  await received.listRequests({ limit: 9 });
  await received.saveMessage(aMessage());
  await received.findMessage('message-1');
  await received.latestMessage();
  await received.tagMessages('SM1', 't');
  await received.messagesOf('request-1');
  await facts.save('import', '{}');
  await facts.find('import');
  await recordings.save(aRecording());
  await recordings.find('recording-1');
  await recordings.list({ limit: 9 });
  await recordings.list({ host: 'api.twilio.com', limit: 9 });
  for (const filter of everyMixOf({ to: '+1', channel: 'sms' as const, tag: 't', after: 'message-1' })) {
    await received.listMessages({ limit: 9, ...filter });
  }

  await received.listRecipients({ channel: 'sms', limit: 9 });
  const time = { since: NOW, until: LATER };
  const mixes = everyMixOf({ text: 'part', to: '+1', provider: 'Twilio', time, before: 9 });
  for (const { time = {}, ...filter } of [...mixes, { text: 'xy' }]) {
    for (const rest of everyMixOf({ status: 'sent' as const, verdict: 'refused' as const })) {
      await search.deliveries({ limit: 9, ...filter, ...time, ...rest });
    }
    await search.messages({ limit: 9, ...filter, ...time });
    await search.messages({ limit: 9, ...filter, ...time, channel: 'sms' });
    await search.messages({ limit: 9, ...filter, ...time, tag: 't', after: 'message-1' });
    await search.accounts({ limit: 9, ...filter, ...time, now: NOW });
    await search.accounts({ limit: 9, ...filter, ...time, now: NOW, state: 'ACTIVE' });
  }

  await sessions.save('s', '{}', 1);
  await sessions.find('s', 0);
  await sessions.remove('s');
  await sessions.prune(0);
  await callLife(stores);
}

async function callLife({ accounts, audit, devices, networkSessions }: Stores): Promise<void> {
  await accounts.create(anAccount(), [], [anEntry()]);
  await accounts.change(anAccount(), { changes: { state: 'ACTIVE' }, entries: [anEntry({ id: 'e2' })] });
  await accounts.listEnding({ guestType: 'Daily (default)', after: NOW, until: LATER, limit: 9 });
  await accounts.listEnded({ before: LATER, limit: 9 });

  await audit.record(anEntry({ id: 'e3' }));
  for (const filter of everyMixOf({ accountId: 'account-jdoe', actor: 'guest' })) {
    await audit.list({ limit: 9, offset: 9, ...filter });
  }

  const device = { mac: 'A1:B3:E5:19:6F:BA', accountId: 'account-jdoe', description: '', registeredAt: NOW };
  await devices.save(device);
  await devices.find(device.mac);
  await devices.listByAccount(device.accountId);
  await devices.remove(device.accountId, device.mac);

  await networkSessions.save(aNetworkSession());
  await networkSessions.save(aNetworkSession({ state: 'registered' }));
  await networkSessions.find('0A');
  await networkSessions.listOnline('account-jdoe');
  for (const filter of everyMixOf({ accountId: 'account-jdoe' })) {
    await networkSessions.list({ limit: 9, offset: 9, ...filter });
  }
  await accounts.remove('account-jdoe');
}

/** Every subset of the given properties. */
function everyMixOf<Filter>(filter: Partial<Filter>): Partial<Filter>[] {
  let mixes: Partial<Filter>[] = [{}];
  for (const [name, value] of Object.entries(filter)) {
    mixes = mixes.flatMap((mix) => [mix, { ...mix, [name]: value }]);
  }
  return mixes;
}

async function callSponsors({ sponsors }: Stores): Promise<void> {
  await sponsors.isLinkUsed('link');
  const notice = {
    id: 'n1',
    sponsor: 'sponsor',
    action: 'delete',
    startedAt: NOW,
    endedAt: NOW,
    results: [],
  };
  await sponsors.saveNotice(notice);
  await sponsors.listNotices({ sponsor: 'sponsor', limit: 9 });
  await sponsors.findNotice('sponsor', 'n1');
  await sponsors.removeNotice('sponsor', 'n1');
}
