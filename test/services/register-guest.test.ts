import assert from 'node:assert/strict';
import type { Stores } from '../../src/domain/stores.ts';
import { toRandom } from '../../src/seams/random.ts';
import { type RegisterNeeds, registerGuest } from '../../src/services/register-guest.ts';
import { openStores } from '../../src/storage/index.ts';
import { FakeClock, portalWith } from '../support/guest.ts';

describe('register guest', () => {
  let stores: Stores;
  let needs: RegisterNeeds;
  let notified: number;

  beforeEach(async () => {
    stores = await openStores({ file: ':memory:' });
    notified = 0;
    needs = {
      accounts: stores.accounts,
      clock: new FakeClock(),
      random: toRandom('register'),
      approvalLinks: { key: 'key', base: () => 'https://localhost/sponsorportal' },
      portal: portalWith(),
      providers: ['Global Default'],
      notify: () => {
        notified += 1;
      },
    };
  });

  afterEach(() => stores.close());

  const form = (fields: Record<string, string>) => ({ fields, accessCode: '', aupAccepted: false });
  const JOHN = form({ ui_first_name: 'John', ui_last_name: 'Smith', ui_phone_number: '4085550123' });

  it('forty John Smiths at once: forty accounts with names of their own, each with its SMS', async () => {
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) => registerGuest(needs, JOHN, `key ${index}`)),
    );
    const names = results.map((result) => ('account' in result ? result.account.username : ''));
    assert.equal(new Set(names).size, 40);
    assert.ok(names.every((name) => /^jsmith(\d\d)?$/.test(name)));
    assert.equal((await stores.deliveries.list({ limit: 1 })).total, 40);
    assert.equal(notified, 40);
  });

  it('the same key twenty times at once: one account, one SMS, everybody gets that account', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => registerGuest(needs, JOHN, 'key')));
    const ids = results.map((result) => ('account' in result ? result.account.id : ''));
    assert.equal(new Set(ids).size, 1);
    assert.equal((await stores.accounts.list({ limit: 1, offset: 0 })).total, 1);
    assert.equal((await stores.deliveries.list({ limit: 1 })).total, 1);
    assert.equal(notified, 1);
  });

  it('the text of the SMS carries the name that was free in the end', async () => {
    await registerGuest(needs, JOHN, 'one');
    const second = await registerGuest(needs, JOHN, 'two');
    assert.ok('account' in second);
    const { items } = await stores.deliveries.list({ limit: 10, accountId: second.account.id });
    assert.equal(
      items[0]?.message.text,
      `Your account details: Username: jsmith01 Password: ${second.account.password}`,
    );
  });

  it('a refused form writes nothing and wakes nobody', async () => {
    const result = await registerGuest(needs, form({ ui_phone_number: 'x' }), 'key');
    assert.deepEqual(result, { errors: [{ field: 'ui_phone_number', problem: 'invalid-phone' }] });
    assert.equal((await stores.accounts.list({ limit: 1, offset: 0 })).total, 0);
    assert.equal(notified, 0);
  });

  it('when the commit fails, nobody is woken', async () => {
    await stores.close();
    await assert.rejects(registerGuest(needs, JOHN, 'key'));
    assert.equal(notified, 0);
    stores = await openStores({ file: ':memory:' });
  });
});
