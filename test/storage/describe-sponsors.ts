import assert from 'node:assert/strict';
import type { AccountSearch, Notice } from '../../src/domain/sponsor-store.ts';
import type { AccountStore } from '../../src/domain/stores.ts';
import { aDelivery, anAccount, anEntry, LATER, NOW } from './builders.ts';
import { type OpenEmpty, withStores } from './with-stores.ts';

const SEARCH: AccountSearch = { sort: 'username', order: 'asc', limit: 50, offset: 0, now: NOW };

function aNotice(changes: Partial<Notice> = {}): Notice {
  return {
    id: 'notice-1',
    sponsor: 'sue',
    action: 'suspend',
    startedAt: NOW,
    endedAt: LATER,
    results: [
      { accountId: 'account-jdoe', name: 'jdoe', done: true, problem: '' },
      { accountId: null, name: 'Row 3', done: false, problem: 'not “complete” 😀' },
    ],
    ...changes,
  };
}

/** What a sponsor's pages need of storage. */
export function describeSponsors(open: OpenEmpty): void {
  describe('accounts searched by sponsors', () => {
    const people = async (accounts: AccountStore) => {
      const person = (username: string, fields: Record<string, string>, more = {}) =>
        accounts.create(anAccount({ username, fields, ...more }), []);
      await person('ann', {
        ui_first_name: 'Ann',
        ui_last_name: 'Zed',
        ui_person_visited: 'Sue@Example.com ',
      });
      await person('bob', { ui_first_name: 'bob', ui_company: '50%_off' }, { sponsorUserName: 'Sue' });
      await person(
        'cid',
        { ui_first_name: 'Cid', ui_person_visited: 'sue' },
        { sponsorUserName: 'tom', state: 'SUSPENDED', groupTag: 'Fair' },
      );
      await person('dan', {}, { validTo: NOW, state: 'ACTIVE' });
      await person('eve', { ui_first_name: 'Eve' }, { creation: 'employee' });
    };
    const found = (filter: Partial<AccountSearch>, expected: string[]) =>
      withStores(open, async ({ accounts, sponsors }) => {
        await people(accounts);
        const { total, items } = await sponsors.searchAccounts({ ...SEARCH, ...filter });
        assert.deepEqual(
          items.map(({ username }) => username),
          expected,
        );
        assert.equal(total, expected.length);
      });

    it('all of them, except what is remembered of internal users', found({}, ['ann', 'bob', 'cid', 'dan']));
    it('by a part of a name, whatever its case', found({ text: 'ZE' }, ['ann']));
    it('by the group tag', found({ text: 'fair' }, ['cid']));
    it('a typed % or _ is no pattern', found({ text: '%_' }, ['bob']));
    it('a backslash and a quotation mark are no syntax', found({ text: '\\" or 1=1' }, []));
    it('the names of fields are not searched', found({ text: 'ui_first' }, []));
    it('by state: Expired is what the clock says', found({ states: ['EXPIRED'] }, ['dan']));
    it('by state: who is over is not Active any more', found({ states: ['ACTIVE'] }, []));
    it(
      'by several states',
      found({ states: ['SUSPENDED', 'AWAITING_INITIAL_LOGIN'] }, ['ann', 'bob', 'cid']),
    );
    it(
      'by owner: those a sponsor made, and those who visit him unless another made them',
      found({ owners: { sponsors: ['sue'], visited: ['sue', 'sue@example.com'] } }, ['ann', 'bob']),
    );
    it('down', found({ order: 'desc' }, ['dan', 'cid', 'bob', 'ann']));
    it(
      'by first name without regard to case, none first',
      found({ sort: 'firstName' }, ['dan', 'ann', 'bob', 'cid']),
    );
    it('by state as it is now', found({ sort: 'state' }, ['ann', 'bob', 'dan', 'cid']));

    it(
      'a page at a time, each account on one page, with the whole number',
      withStores(open, async ({ accounts, sponsors }) => {
        await people(accounts);
        const pages = [];
        for (const offset of [0, 3]) {
          // All four sort alike: the order among them holds from page to page.
          const page = await sponsors.searchAccounts({ ...SEARCH, sort: 'guestType', limit: 3, offset });
          assert.equal(page.total, 4);
          pages.push(...page.items.map(({ username }) => username));
        }
        assert.deepEqual(pages.sort(), ['ann', 'bob', 'cid', 'dan']);
      }),
    );
  });

  describe('one-time links', () => {
    const deny = { changes: { state: 'DENIED' as const }, usedLink: { id: 'link-1', at: NOW } };

    it(
      'change: a link is used up with the step, and not a second time',
      withStores(open, async ({ accounts, sponsors }) => {
        const [ann, bob] = [anAccount({ username: 'ann' }), anAccount({ username: 'bob' })];
        await accounts.create(ann, []);
        await accounts.create(bob, []);
        assert.equal(await sponsors.isLinkUsed('link-1'), false);
        assert.equal(await accounts.change(ann, deny), true);
        assert.equal(await sponsors.isLinkUsed('link-1'), true);
        assert.equal(await accounts.change(bob, deny), false);
        assert.equal((await accounts.find(bob.id))?.state, bob.state);
      }),
    );

    it(
      'change: when the step does not take place or cannot be written, the link is still good',
      withStores(open, async ({ accounts, deliveries, sponsors }) => {
        const account = anAccount();
        await accounts.create(account, []);
        await deliveries.enqueue(aDelivery());
        assert.equal(await accounts.change({ ...account, state: 'ACTIVE' }, deny), false);
        const twice = { ...deny, deliveries: [aDelivery()], entries: [anEntry()] };
        await assert.rejects(accounts.change(account, twice), 'a delivery of this id is there already');
        assert.equal(await sponsors.isLinkUsed('link-1'), false);
        assert.equal((await accounts.find(account.id))?.state, account.state);
        assert.equal(await accounts.change(account, deny), true);
      }),
    );
  });

  describe('notices', () => {
    it(
      'are found whole, newest first, by their sponsor only, whatever the case of the name',
      withStores(open, async ({ sponsors }) => {
        await sponsors.saveNotice(aNotice({ sponsor: 'Sue' }));
        await sponsors.saveNotice(aNotice({ id: 'notice-2' }));
        await sponsors.saveNotice(aNotice({ id: 'notice-3', sponsor: 'tom' }));
        const { total, items } = await sponsors.listNotices({ sponsor: 'SUE', limit: 1 });
        assert.deepEqual([total, items.map(({ id }) => id)], [2, ['notice-2']]);
        const older = await sponsors.listNotices({ sponsor: 'sue', limit: 1, offset: 1 });
        assert.deepEqual(older.items, [aNotice()]);
        assert.equal(await sponsors.findNotice('sue', 'notice-3'), null);
        assert.deepEqual(await sponsors.findNotice('Sue', 'notice-1'), aNotice());
      }),
    );

    it(
      'are deleted by their sponsor only, once',
      withStores(open, async ({ sponsors }) => {
        await sponsors.saveNotice(aNotice());
        assert.equal(await sponsors.removeNotice('tom', 'notice-1'), false);
        assert.equal(await sponsors.removeNotice('SUE', 'notice-1'), true);
        assert.equal(await sponsors.removeNotice('sue', 'notice-1'), false);
        assert.equal((await sponsors.listNotices({ sponsor: 'sue', limit: 9 })).total, 0);
      }),
    );

    it(
      'clear: links and notices are forgotten',
      withStores(open, async ({ accounts, sponsors, clear }) => {
        const account = anAccount();
        await accounts.create(account, []);
        await accounts.change(account, { changes: {}, usedLink: { id: 'link-1', at: NOW } });
        await sponsors.saveNotice(aNotice());
        await clear();
        assert.equal(await sponsors.isLinkUsed('link-1'), false);
        assert.equal((await sponsors.listNotices({ sponsor: 'sue', limit: 9 })).total, 0);
      }),
    );
  });
}
