/**
 * How much history costs: the time of each frequent query with 100,000 deliveries and messages, against 1,000, in one
 * run on one file. A ratio near 1 means that history is free. Run it with `node bench/storage.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Stores } from '../src/domain/stores.ts';
import { openStores } from '../src/storage/index.ts';
import { aDelivery, aMessage, anAccount, anOutcome, aRequest } from '../test/storage/builders.ts';

const SIZES = [1_000, 100_000] as const;
const PROVIDERS = ['Global Default', 'Twilio', 'Telnyx', 'SMTP server'];
const ROUNDS = 200;
/** Rounds before the counted ones: after filling, caches and compiled code are cold. */
const WARM_UP = 100;

/** Each row has a number of its own. */
const numberOf = (row: number) => `+1555${String(row).padStart(7, '0')}`;

async function fill(stores: Stores, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 500) {
    const rows = Array.from({ length: Math.min(500, to - start) }, (_, index) => start + index);
    const account = anAccount({ id: `a${start}`, username: `user${start}`, registrationKey: `k${start}` });
    await stores.accounts.create(
      account,
      rows.map((row) => {
        const status = row % 10 === 0 ? 'failed' : 'sent';
        const provider = PROVIDERS[row % PROVIDERS.length] ?? 'Twilio';
        return aDelivery({ id: `d${row}`, accountId: account.id, to: numberOf(row), provider, status });
      }),
    );
    for (const row of rows.slice(1)) {
      await stores.accounts.create(
        anAccount({ id: `a${row}`, username: `user${row}`, registrationKey: `k${row}` }),
        [],
      );
    }
    for (const row of rows) {
      await stores.received.saveRequest(aRequest({ id: `r${row}` }));
      await stores.received.saveMessage(
        aMessage({
          id: `m${row}`,
          requestId: `r${row}`,
          to: numberOf(row),
          channel: row % 3 ? 'sms' : 'email',
        }),
      );
    }
  }
}

type Query = (stores: Stores, size: number, round: number) => Promise<unknown>;

const queries: Record<string, Query> = {
  'deliveries: first page': ({ deliveries }) => deliveries.list({ limit: 20 }),
  'deliveries: last page': ({ deliveries }, size) => deliveries.list({ limit: 20, offset: size - 20 }),
  'deliveries: page of failed': ({ deliveries }) => deliveries.list({ status: 'failed', limit: 20 }),
  'deliveries: page of a provider': ({ deliveries }) => deliveries.list({ provider: 'Twilio', limit: 20 }),
  'deliveries: by number': ({ deliveries }, size) => deliveries.list({ to: numberOf(size / 2), limit: 20 }),
  'deliveries: latest': ({ deliveries }) => deliveries.latest(),
  'deliveries: counts': ({ deliveries }) => deliveries.counts(),
  'deliveries: find': ({ deliveries }, size) => deliveries.find(`d${size / 2}`),
  'messages: first page': ({ received }) => received.listMessages({ limit: 20 }),
  'messages: last page': ({ received }, size) => received.listMessages({ limit: 20, offset: size - 20 }),
  'messages: wait look-up': ({ received }, size) =>
    received.listMessages({ to: numberOf(size - 1), channel: 'sms', limit: 1 }),
  'messages: after the last': ({ received }, size) =>
    received.listMessages({ after: `m${size - 1}`, channel: 'sms', limit: 20 }),
  'requests: first page': ({ received }) => received.listRequests({ limit: 20 }),
  'search deliveries: a whole number': ({ search }, size) =>
    search.deliveries({ text: numberOf(size / 2), limit: 20 }),
  'search deliveries: end of a number': ({ search }, size) =>
    search.deliveries({ text: numberOf(size / 2).slice(5), limit: 20 }),
  'search deliveries: in every text': ({ search }) => search.deliveries({ text: 'Kennwort', limit: 20 }),
  'search deliveries: in no text': ({ search }) => search.deliveries({ text: 'Kennwort?', limit: 20 }),
  'search deliveries: text and failed': ({ search }) =>
    search.deliveries({ text: 'Kennwort', status: 'failed', limit: 20 }),
  'search deliveries: text and nothing': ({ search }) =>
    search.deliveries({ text: 'Kennwort', verdict: 'refused', limit: 20 }),
  'search deliveries: two letters': ({ search }) => search.deliveries({ text: 'zq', limit: 20 }),
  'search deliveries: provider and time': ({ search }) =>
    search.deliveries({ provider: 'Telnyx', since: '2026', until: '2027', limit: 20 }),
  'search messages: end of a number': ({ search }, size) =>
    search.messages({ text: numberOf(size / 2).slice(5), limit: 20 }),
  'search messages: in every text': ({ search }) => search.messages({ text: 'password', limit: 20 }),
  'search accounts: a name': ({ search }, size) =>
    search.accounts({ text: `user${size - 1}`, now: 'now', limit: 20 }),
  'search accounts: in every field': ({ search }) =>
    search.accounts({ text: "O'Neill", now: 'now', limit: 20 }),
  'phones: first page': ({ received }) => received.listRecipients({ channel: 'sms', limit: 50 }),
  'phones: a page far down': ({ received }, size) =>
    received.listRecipients({ channel: 'sms', limit: 50, offset: size / 2 }),
  'queue: enqueue, claim, mark, finish': async ({ deliveries }, size, round) => {
    await deliveries.enqueue(aDelivery({ id: `q${size}/${round}`, to: numberOf(2_000_000 + round) }));
    const claimed = await deliveries.claim({ busyProviders: ['Telnyx'], now: 'now' });
    if (claimed === null) throw new Error('nothing to claim');
    await deliveries.markTransmitting(claimed.delivery.id, claimed.attempt, 'now');
    await deliveries.finish(claimed.delivery.id, claimed.attempt, anOutcome());
  },
  'queue: claim when idle': ({ deliveries }) => deliveries.claim({ busyProviders: [], now: 'now' }),
};

/** Milliseconds, the median of many. */
async function measure(stores: Stores, size: number, query: Query): Promise<number> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const start = performance.now();
    await query(stores, size, round);
    if (round >= 0) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[ROUNDS / 2] ?? 0;
}

const folder = await mkdtemp(join(tmpdir(), 'ise-guest-bench-'));
const stores = await openStores({ file: join(folder, 'ise-guest.sqlite') });
const results = new Map<string, number[]>();
let filled = 0;
for (const size of SIZES) {
  const start = performance.now();
  await fill(stores, filled, size);
  process.stdout.write(`${size} rows of each entity after ${Math.round(performance.now() - start)} ms\n`);
  filled = size;
  for (const [name, query] of Object.entries(queries)) {
    results.set(name, [...(results.get(name) ?? []), await measure(stores, size, query)]);
  }
}

process.stdout.write(
  `${'query'.padEnd(38)}${SIZES.map((size) => `${size}`.padStart(12)).join('')}   ratio\n`,
);
for (const [name, [small = 0, large = 0]] of results) {
  const times = [small, large].map((time) => `${time.toFixed(3)} ms`.padStart(12)).join('');
  process.stdout.write(`${name.padEnd(38)}${times}${(large / small).toFixed(1).padStart(8)}\n`);
}
await stores.close();
await rm(folder, { recursive: true, force: true });
const opened = performance.now();
const memory = await openStores({ file: ':memory:' });
process.stdout.write(`open in memory: ${(performance.now() - opened).toFixed(1)} ms\n`);
await memory.close();
