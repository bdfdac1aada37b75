import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import request from 'supertest';
import type { LabArchive } from '../../src/domain/lab-archive.ts';
import type { Emulator } from '../../src/index.ts';
import { cleanUp, emptyFolder, run } from '../support/command.ts';
import {
  closeEmulators,
  type Registered,
  register,
  shippedProviders,
  startEmulator,
} from '../support/emulators.ts';
import { Page } from '../support/page.ts';

const SECRETS = [
  '1ab0000000000000000000000000ab1e',
  'lab-password',
  'lab-clickatell-rest-token',
  'lab-telnyx-api-key',
];

describe('a whole lab as a file', () => {
  let source: Emulator;
  let guests: Registered[];
  before(async () => {
    source = await startEmulator({ providers: shippedProviders(), release: '3.1' });
    source.simulators.twilio.failNext({ code: '21211' });
    guests = [];
    for (const provider of ['Twilio', 'Clickatell REST', 'Global Default', 'SMS Email Gateway']) {
      guests.push(
        await register(source, { provider, email: `${provider.length}@example.com`, first: provider }),
      );
    }
    await source.settled();
  });
  after(async () => {
    await closeEmulators();
    cleanUp();
  });

  async function exported(query = ''): Promise<{ text: string; archive: LabArchive }> {
    const answer = await request(source.app)
      .get(`/lab/api/export${query}`)
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => done(null, text));
      });
    assert.equal(answer.status, 200);
    assert.match(answer.headers['content-disposition'] ?? '', /attachment; filename="lab-.*\.json"/);
    return { text: answer.body, archive: JSON.parse(answer.body) };
  }

  const post = (emulator: Emulator, body: string, query = '') =>
    request(emulator.app).post(`/lab/api/import${query}`).set('Content-Type', 'application/json').send(body);

  /** Everything in the file that is bytes, read; quoted-printable and base64 undone. */
  function readable({ archive, text }: { archive: LabArchive; text: string }): string {
    const bytes = [
      ...archive.requests.flatMap(({ raw, response }) => [raw, response]),
      ...archive.deliveries.flatMap(({ attempts }) =>
        attempts.flatMap(({ transcripts }) =>
          transcripts.flatMap(({ exchanges }) =>
            exchanges.flatMap(({ request, response }) => [request, response]),
          ),
        ),
      ),
    ].map((base64) => Buffer.from(base64, 'base64').toString('latin1'));
    const undone = bytes.map((part) => part.replace(/=\r\n/g, ''));
    const words = bytes.flatMap((part) =>
      [...part.matchAll(/[A-Za-z0-9+/\r\n]{24,}={0,2}/g)].map(([word]) =>
        Buffer.from(word, 'base64').toString('latin1'),
      ),
    );
    return [text, ...bytes, ...undone, ...words].join('\n');
  }

  it('carries what the inspector knows, without any secret and without any password of a guest', async () => {
    const file = await exported();
    const { archive } = file;
    assert.deepEqual(
      [archive.format, archive.version, archive.origin.texts, archive.origin.release],
      ['ise-guest-lab', 1, 'masked', '3.1'],
    );
    assert.equal(archive.accounts.length, 4);
    assert.equal(archive.deliveries.length, 8);
    assert.ok(archive.requests.length >= 8 && archive.messages.length >= 7);
    const everything = readable(file);
    for (const secret of SECRETS) assert.ok(!everything.includes(secret), secret);
    for (const { username, password } of guests) {
      assert.ok(password.length > 0);
      assert.ok(everything.includes(username));
      const found = new RegExp(`(?<![A-Za-z0-9])${password}(?![A-Za-z0-9])`).exec(
        archive.messages.map(({ text, html }) => `${text} ${html}`).join('\n') +
          everything.replace(/"(?:\w+At|date|id|[a-z]+Id|seq|port)": ?"?[^",]*/g, ''),
      );
      assert.equal(
        found,
        null,
        `${password} at ${everything.slice((found?.index ?? 0) - 60, (found?.index ?? 0) + 60)}`,
      );
    }
    assert.ok(!everything.includes('"password": "lab'), 'sponsors and SMTP server');
  });

  it('texts=keep leaves the passwords in messages and bytes, and nowhere else', async () => {
    const file = await exported('?texts=keep');
    assert.equal(file.archive.origin.texts, 'kept');
    const [first] = guests;
    assert.ok(file.archive.messages.some(({ text }) => text.includes(first?.password ?? '?')));
    assert.ok(file.archive.accounts.every(({ password }) => password === '********'));
    const everything = readable(file);
    for (const secret of SECRETS) assert.ok(!everything.includes(secret), secret);
  });

  it('imported into an empty lab, the inspector shows the same', async () => {
    const { text, archive } = await exported('?texts=keep');
    const target = await startEmulator();
    const answer = await post(target, text);
    assert.equal(answer.status, 200, answer.text);
    for (const path of ['/accounts', '/deliveries', '/messages', '/requests']) {
      const [there, here] = await Promise.all(
        [source, target].map(async ({ app }) => (await request(app).get(`/lab/api${path}?limit=100`)).body),
      );
      // That nobody is told of an account's end, which was somewhere else, is the one difference.
      for (const item of here.items) if ('expiryNotifiedAt' in item) item.expiryNotifiedAt = null;
      assert.deepEqual(here, there, path);
    }
    for (const { delivery } of archive.deliveries) {
      const [there, here] = await Promise.all(
        [source, target].map(
          async ({ app }) => (await request(app).get(`/lab/api/deliveries/${delivery.id}`)).body,
        ),
      );
      assert.deepEqual(here, there);
    }
    const page = new Page((await request(target.app).get('/lab').set('Accept', 'text/html')).text);
    assert.match(page.text, /This lab shows an import: exported .* from a lab that played ISE 3\.1/);
    const { origin } = (await request(target.app).get('/lab/api/import')).body;
    assert.equal(origin.settings.providers.providers[3].httpsPassword, '********');

    assert.equal((await post(target, text)).status, 409);
    assert.equal((await post(target, text, '?replace=1')).status, 200);
    assert.equal((await request(target.app).get('/lab/api/accounts')).body.total, 4);
    await request(target.app).post('/lab/api/reset');
    assert.equal((await request(target.app).get('/lab/api/import')).body.origin, null);
  });

  it('what waited is not sent from an import', async () => {
    const { archive } = await exported();
    const [one] = archive.deliveries;
    assert.ok(one);
    const queued = { ...one, delivery: { ...one.delivery, status: 'queued' as const }, attempts: [] };
    const target = await startEmulator();
    await post(
      target,
      JSON.stringify({ ...archive, deliveries: [queued], requests: [], messages: [] }),
    ).expect(200);
    await target.settled();
    const found = await target.deliveries.find(one.delivery.id);
    assert.equal(found?.delivery.status, 'failed');
    assert.match(found?.delivery.reason ?? '', /Nothing is sent from an import/);
    assert.equal((await target.received.listRequests({ limit: 1 })).total, 0);
  });

  it('refuses other files, other versions and broken ones, and leaves nothing behind', async () => {
    const { archive } = await exported();
    const target = await startEmulator();
    const [first] = archive.accounts;
    for (const [body, message] of [
      ['no', /is no JSON/],
      [JSON.stringify({ a: 1 }), /no exported lab: "format" must be/],
      [JSON.stringify({ ...archive, version: 2 }), /has version 2; this program reads version 1/],
      [JSON.stringify({ ...archive, messages: [{ id: 1 }] }), /cannot be read at messages\.0\.id/],
      [JSON.stringify({ ...archive, accounts: [first, first] }), /Two accounts are called/],
    ] as const) {
      const answer = await post(target, body);
      assert.equal(answer.status, 400, answer.text);
      assert.match(answer.body.error.message, message);
      assert.equal((await target.accounts.list({ limit: 1, offset: 0 })).total, 0);
    }
  });

  it('without scripts: the overview links to the file, and a form takes it', async () => {
    const { text } = await exported();
    const target = await startEmulator();
    const page = new Page((await request(target.app).get('/lab').set('Accept', 'text/html')).text);
    assert.equal(page.all(({ attributes }) => attributes.href === '/lab/export').length, 1);
    assert.equal(page.field('Exported file').attributes.name, 'file');
    const form = page.formWith('Import');
    const answer = await request(target.app).post(form.action).attach('file', Buffer.from(text), 'lab.json');
    assert.equal(answer.status, 303, answer.text);
    assert.equal((await request(target.app).get('/lab/api/accounts')).body.total, 4);
    const again = await request(target.app)
      .post(form.action)
      .set('Accept', 'text/html')
      .attach('file', Buffer.from(text), 'lab.json');
    assert.equal(again.status, 409);
    assert.match(new Page(again.text).text, /This lab is not empty/);
    const replaced = await request(target.app)
      .post(form.action)
      .field('replace', '1')
      .attach('file', Buffer.from(text), 'lab.json');
    assert.equal(replaced.status, 303);
    assert.equal((await request(target.app).post(form.action).field('replace', '1')).status, 400);
  });

  it('by the command: out of one lab, into another', async () => {
    const file = path.join(emptyFolder(), 'lab.json');
    const target = await startEmulator();
    const out = await run(['export', '--url', source.urls.http, '--out', file]);
    assert.deepEqual([out.code, out.output.trim()], [0, `Written: ${file}.`]);
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).accounts.length, 4);
    const into = await run(['import', file, '--url', target.urls.lab]);
    assert.equal(into.code, 0, into.output);
    const again = await run(['import', file, '--url', target.urls.http]);
    assert.deepEqual([again.code, /not empty[\s\S]*--replace/.test(again.output)], [2, true]);
    writeFileSync(file, '{}');
    assert.match((await run(['import', file, '--url', target.urls.http])).output, /no exported lab/);
  });
});
