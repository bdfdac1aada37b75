import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Sending } from '../../src/composition/open-wire.ts';
import { createProviderBook } from '../../src/composition/provider-book.ts';
import type { ProvidersFile } from '../../src/config/providers-file.ts';
import { SHIPPED } from '../../src/config/shipped.ts';
import { loadConfig } from '../../src/config.ts';

const ROW = { name: 'A', type: 'smtp', providerDomain: 'a.example' };

describe('the book of providers', () => {
  let folder = '';
  let file = '';
  let used: ProvidersFile[] = [];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ise-guest-book-'));
    file = path.join(folder, 'providers.json');
    writeFileSync(file, '{\n  "providers": [],\n  "trustedCertificates": ["simulator"]\n}\n');
    used = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function open(providers: unknown = file) {
    const ports = { http: 0, https: 0, sponsor: 0, simHttp: 0, simHttps: 0, smtp: 0 };
    const env = { SECRET: 'from the environment' };
    const rest = { release: '3.4', host: '127.0.0.1', data: ':memory:', live: false, loose: false };
    const config = loadConfig({ ...rest, ports, providers, portal: SHIPPED.portal, env });
    const sending: Pick<Sending, 'file' | 'settings'> = {
      file: () => used.at(-1) ?? config.providers,
      settings: () => assert.fail('not asked'),
    };
    return createProviderBook(config.providersSource, {
      sending: sending as Sending,
      use: (next) => used.push(next),
    });
  }

  it('save: a new row is in the file, and in use with its environment variables', () => {
    const book = open();
    const row = {
      name: 'H',
      type: 'http',
      url: 'https://h.example/',
      httpsUsername: 'u',
      httpsPassword: { env: 'SECRET' },
    };
    assert.deepEqual(book.save({ version: book.read().version, name: null, row }), { saved: true });
    assert.match(readFileSync(file, 'utf8'), /"httpsPassword": \{\n\s+"env": "SECRET"/);
    const [provider] = used.at(-1)?.providers ?? [];
    assert.equal(provider?.type === 'http' && provider.httpsPassword, 'from the environment');
    assert.deepEqual(used.at(-1)?.trustedCertificates, ['simulator']);
    assert.deepEqual(readdirSync(folder), ['providers.json']);
  });

  it('save: when somebody else wrote the file meanwhile, nothing is written', () => {
    const book = open();
    const { version } = book.read();
    const theirs = '{"providers":[], "proxy": null}';
    writeFileSync(file, theirs);
    assert.deepEqual(book.save({ version, name: null, row: ROW }), { refused: 'changed', problem: null });
    assert.equal(readFileSync(file, 'utf8'), theirs);
    assert.deepEqual(used, []);
    assert.deepEqual(book.save({ version: book.read().version, name: null, row: ROW }), { saved: true });
  });

  it('save: a rename keeps the place, a row that is gone is said so, a removal empties the list', () => {
    const book = open();
    const save = (name: string | null, row: Record<string, unknown> | null) =>
      book.save({ version: book.read().version, name, row });
    save(null, ROW);
    save(null, { ...ROW, name: 'B' });
    assert.deepEqual(save('A', { ...ROW, name: 'Z' }), { saved: true });
    assert.deepEqual(
      book.read().rows.map(({ name }) => name),
      ['Z', 'B'],
    );
    assert.deepEqual(save('A', ROW), { refused: 'gone', problem: null });
    assert.deepEqual([save('Z', null), save('B', null)], [{ saved: true }, { saved: true }]);
    assert.deepEqual(used.at(-1)?.providers, []);
  });

  it('check: every mistake of a row at its field with its value, and a name that is taken', () => {
    const book = open();
    book.save({ version: book.read().version, name: null, row: ROW });
    const wrong = { name: 'A', type: 'http', url: 'ftp://x', httpsPort: 0, emulator: { plus: 'no' } };
    const checked = book.check(wrong, null);
    assert.ok('mistakes' in checked);
    assert.deepEqual(
      checked.mistakes.map(({ field, value }) => [field, value]),
      [
        ['url', 'ftp://x'],
        ['httpsPort', 0],
        ['emulator.plus', 'no'],
        ['name', 'A'],
      ],
    );
    assert.match(checked.mistakes[1]?.allowed ?? '', /a whole number from 1 to 65535/);
    assert.deepEqual(
      book.check(ROW, 'A'),
      { provider: used.at(-1)?.providers[0] },
      'a row may keep its own name',
    );
  });

  it('save: when another row is wrong now, nothing is written, and what is said shows no credential', () => {
    const book = open();
    const wrong = { name: 'H', type: 'http', url: 'ftp://h/?password=s3cret&x=1' };
    writeFileSync(file, JSON.stringify({ providers: [wrong] }));
    const saved = book.save({ version: book.read().version, name: null, row: ROW });
    assert.ok('refused' in saved && saved.refused === 'unreadable');
    assert.match(saved.problem ?? '', /providers\[0\]\.url is "ftp:\/\/h\/\?password=\*{8}&x=1"; it must be/);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).providers, [wrong]);
    assert.throws(() => book.trust([]), /password=\*{8}/);
  });

  it('settings from a program, the shipped file, and a file that is broken now cannot be saved', () => {
    assert.equal(open({ providers: [] }).read().readOnly, 'parsed');
    assert.equal(open(SHIPPED.providers).read().readOnly, 'shipped');
    assert.equal(open('./providers.json').read().readOnly, null, 'of a checkout: the tester’s own');
    const link = path.join(folder, 'link.json');
    symlinkSync(SHIPPED.providers, link);
    const shipped = open(link);
    assert.deepEqual(shipped.save({ version: shipped.read().version, name: null, row: ROW }), {
      refused: 'shipped',
      problem: null,
    });
    const book = open();
    writeFileSync(file, '{');
    assert.equal(book.read().readOnly, 'unreadable');
    assert.match(book.read().problem ?? '', /providers\.json: line 1/);
    assert.throws(() => open({ providers: [] }).trust([]), /started by a program/);
  });
});
