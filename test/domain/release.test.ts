import assert from 'node:assert/strict';
import { compareReleases, formatRelease, parseRelease, releaseGate } from '../../src/domain/release.ts';

function release(text: string) {
  const parsed = parseRelease(text);
  assert.ok(parsed, `${text} does not parse`);
  return parsed;
}

describe('release', () => {
  const spellings: [string, string][] = [
    ['1.4p8', '1.4p8'],
    ['1.4 p8', '1.4p8'],
    ['2.0 patch 3', '2.0p3'],
    ['2.0 Patch 3', '2.0p3'],
    ['2.0, patch 3', '2.0p3'],
    ['2.1', '2.1'],
    ['3.4', '3.4'],
    ['v3.1', '3.1'],
    ['3.0.0.458 patch 2', '3.0p2'],
    [' 3.2-p1 ', '3.2p1'],
  ];
  for (const [typed, read] of spellings) {
    it(`reads ${JSON.stringify(typed)} as ${read}`, () => assert.equal(formatRelease(release(typed)), read));
  }

  for (const nonsense of ['', 'latest', '3', '3.', '3.4px', '3.4p', '1.4p8 or so', '-1.2']) {
    it(`refuses ${JSON.stringify(nonsense)}`, () => assert.equal(parseRelease(nonsense), null));
  }

  it('orders by number, not by letters', () => {
    assert.ok(compareReleases(release('2.10'), release('2.9')) > 0);
    assert.ok(compareReleases(release('1.4p10'), release('1.4p8')) > 0);
  });
});

describe('release gate', () => {
  const plainGet = { protocol: 'http', secure: false, post: false } as const;
  const httpsGet = { protocol: 'http', secure: true, post: false } as const;
  const plainPost = { protocol: 'http', secure: false, post: true } as const;
  const smtp = { protocol: 'smtp' } as const;

  const table: [string, { get: boolean; https: boolean; post: boolean }][] = [
    ['1.1', { get: false, https: false, post: false }],
    ['1.2', { get: false, https: false, post: false }],
    ['1.3', { get: true, https: false, post: false }],
    ['1.4', { get: true, https: false, post: false }],
    ['1.4p7', { get: true, https: false, post: false }],
    ['1.4p8', { get: true, https: true, post: true }],
    ['1.4p11', { get: true, https: true, post: true }],
    ['2.0', { get: true, https: false, post: false }],
    ['2.0p2', { get: true, https: false, post: false }],
    ['2.0 patch 3', { get: true, https: true, post: true }],
    ['2.1', { get: true, https: true, post: true }],
    ['2.2', { get: true, https: true, post: true }],
    ['3.4', { get: true, https: true, post: true }],
  ];
  for (const [name, works] of table) {
    it(`${name}: GET ${works.get}, HTTPS ${works.https}, POST ${works.post}, SMTP always`, () => {
      const open = (use: Parameters<typeof releaseGate>[1]) => releaseGate(release(name), use) === null;
      assert.deepEqual(
        { get: open(plainGet), https: open(httpsGet), post: open(plainPost), smtp: open(smtp) },
        { ...works, smtp: true },
      );
    });
  }

  it('says what does not work, in which release, and from when it does', () => {
    const refusal = releaseGate(release('2.0p2'), { protocol: 'http', secure: true, post: true }) ?? '';
    assert.match(refusal, /HTTPS and HTTP POST are not functional in this release: ISE 2\.0p2/);
    assert.match(refusal, /1\.4 patch 8, 2\.0 patch 3 and 2\.1/);
    assert.match(
      releaseGate(release('1.2'), plainGet) ?? '',
      /not functional in this release: ISE 1\.2 sends SMS by SMTP only/,
    );
  });
});
