import assert from 'node:assert/strict';
import { type OpenEmpty, withStores } from './with-stores.ts';

/** Beyond 32 bits, as times of day are. */
const NOON = 1_795_348_800_000;

export function describeSessions(open: OpenEmpty): void {
  describe('sessions', () => {
    it(
      'find: when the session lives, its data; when over or unknown, null',
      withStores(open, async ({ sessions }) => {
        await sessions.save('s', '{"name":"😀"}', NOON);
        assert.equal(await sessions.find('s', NOON - 1), '{"name":"😀"}');
        assert.equal(await sessions.find('s', NOON), null);
        assert.equal(await sessions.find('t', NOON - 1), null);
      }),
    );

    it(
      'save: when the session exists, data and time are replaced',
      withStores(open, async ({ sessions }) => {
        await sessions.save('s', 'old', NOON);
        await sessions.save('s', 'new', NOON + 10);
        assert.equal(await sessions.find('s', NOON + 9), 'new');
      }),
    );

    it(
      'save: when the same session is saved 50 times at once, one of them stands',
      withStores(open, async ({ sessions }) => {
        const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
        await Promise.all(texts.map((text) => sessions.save('s', text, NOON)));
        assert.ok(texts.includes((await sessions.find('s', 0)) ?? ''));
      }),
    );

    it(
      'remove: when removed, it is gone and others stay; when unknown, nothing happens',
      withStores(open, async ({ sessions }) => {
        await sessions.save('s', 'one', NOON);
        await sessions.save('t', 'other', NOON);
        await sessions.remove('s');
        await sessions.remove('s');
        assert.equal(await sessions.find('s', 0), null);
        assert.equal(await sessions.find('t', 0), 'other');
      }),
    );

    it(
      'prune: when some are over, only those are deleted for good',
      withStores(open, async ({ sessions }) => {
        await sessions.save('over', 'x', NOON);
        await sessions.save('alive', 'y', NOON + 1);
        await sessions.prune(NOON);
        // Asked with an earlier clock, a session that is only hidden would show.
        assert.equal(await sessions.find('over', 0), null);
        assert.equal(await sessions.find('alive', 0), 'y');
      }),
    );
  });
}
