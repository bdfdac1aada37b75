import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { issue, issueLabChain, presented } from '../../support/certificates.ts';
import { closeEmulators, shippedProviders, startEmulator } from '../../support/emulators.ts';
import { filledForm, labPage, type OwnProviders, startWithOwnProviders } from '../../support/lab-pages.ts';
import type { Page } from '../../support/page.ts';

const PAGE = '/lab/certificates';

describe('inspector: the page of certificates', () => {
  let lab: Awaited<ReturnType<typeof issueLabChain>>;
  let server: tls.Server;
  let address = '';
  let own: OwnProviders;

  before(async () => {
    lab = await issueLabChain(['localhost']);
    server = tls.createServer(presented(lab.leafOfG2, lab.g2, lab.root));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `https://localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());
  afterEach(async () => {
    await closeEmulators();
    own.remove();
  });

  const start = async (trustedCertificates: string[]) => {
    own = await startWithOwnProviders(JSON.stringify(shippedProviders({ trustedCertificates }), null, 2));
  };
  const post = (to: string, values: Record<string, string> | URLSearchParams, headers = {}) =>
    labPage(own.emulator, `${PAGE}/${to}`, values, headers);
  const chain = async (values: Record<string, string>) => (await post('chain', values)).page;
  const ticked = (page: Page) =>
    page.all(({ attributes }) => attributes.name === 'pem' && 'checked' in attributes);
  const entryOf = (page: Page, subject: string) =>
    page.byId('chain') === null
      ? ''
      : (page.all(({ tag, text }) => tag === 'li' && text.startsWith(subject)).at(0)?.text ?? '');

  it('chain: what is missing is ticked; imported, it is trusted at once; removed, no more', async () => {
    await start(['simulator']);
    const page = await chain({ url: address });
    assert.match(page.text, /Not trusted\./);
    assert.match(entryOf(page, 'CN=localhost'), /The provider’s own\. not needed/);
    assert.match(entryOf(page, 'CN=Lab CA - G2'), /Sent along\. missing/);
    assert.match(entryOf(page, 'CN=Lab Root'), /Sent along\. missing/);
    const pems = ticked(page).map(({ attributes }) => attributes.value ?? '');
    const picked = new URLSearchParams();
    for (const pem of pems) picked.append('pem', pem);
    assert.equal(pems.length, 2);
    const { location, status } = await post('import', picked);
    assert.deepEqual([status, location], [303, `${PAGE}?added=2`]);
    const after = await chain({ url: address.replace('https://', '') });
    assert.match(after.text, /Trusted: ISE would send\./);
    assert.match(entryOf(after, 'CN=Lab Root'), /in the store/);
    assert.equal(ticked(after).length, 0);

    const store = (await labPage(own.emulator, location)).page;
    assert.match(store.text, /2 certificates were added/);
    assert.match(store.text, new RegExp(`${lab.g2.serialNumber}.*From ?certificates/lab-ca-g2-`));
    assert.equal(readdirSync(path.join(path.dirname(own.file), 'certificates')).length, 2);
    const fingerprint = /CN=Lab Root.*?SHA-256 ?([0-9A-F:]{95})/.exec(store.text)?.[1] ?? '';
    assert.equal((await post('remove', { certificate: fingerprint })).status, 303);
    assert.match((await chain({ url: address })).text, /Not trusted\./);
  });

  it('chain: one of the same name with another serial number in the store is named with both', async () => {
    const other = await issue({ name: 'CN=Lab Root, O=Lab', ca: true });
    await start([other.cert, lab.g2.cert]);
    const page = await chain({ url: address });
    assert.match(
      entryOf(page, 'CN=Lab Root'),
      new RegExp(
        `missing.*same name, with the serial number ${other.serialNumber}\\..*${lab.root.serialNumber}`,
      ),
    );
    assert.match(entryOf(page, 'CN=Lab CA - G2'), /in the store/);
  });

  it('chain: an expired certificate is marked, and one that no one has is named', async () => {
    const past = new Date(Date.now() - 3 * 86_400_000);
    const expired = await issue({
      name: 'CN=Old CA, O=Lab',
      ca: true,
      issuer: lab.root,
      notBefore: new Date(past.getTime() - 86_400_000),
      notAfter: past,
    });
    const leaf = await issue({ name: 'CN=localhost, O=Lab', hosts: ['localhost'], issuer: expired });
    const second = tls.createServer(presented(leaf, expired));
    second.listen(0, '127.0.0.1');
    await once(second, 'listening');
    try {
      await start(['simulator']);
      const page = await chain({ url: `https://localhost:${(second.address() as AddressInfo).port}` });
      assert.match(entryOf(page, 'CN=Old CA'), /missing expired/);
      assert.match(page.text, /The issuer CN=Lab Root, O=Lab is neither sent nor known/);
      assert.equal(ticked(page).length, 0, 'an expired one helps nobody');
    } finally {
      second.close();
    }
  });

  it('chain: of a provider by its name, led as its messages are, without what else its URL says', async () => {
    await start(['simulator']);
    const page = await chain({ provider: 'Clickatell HTTPS' });
    assert.match(page.text, /Served by https:\/\/api\.clickatell\.com .*by connectTo/);
    assert.match(page.text, /Trusted: ISE would send/);
    assert.doesNotMatch(page.html, /lab-password/);
  });

  it('chain: what is no https address is refused, and what cannot be reached says why', async () => {
    await start(['simulator']);
    for (const url of ['http://localhost', 'smtp://localhost', 'file:///etc/passwd']) {
      const { status, page } = await post('chain', { url });
      assert.equal(status, 400, url);
      assert.match(page.text, /has no certificates to show\. Write an address/);
    }
    const { page: unsaid } = await labPage(own.emulator, `${PAGE}/chain`, { url: ' ' });
    assert.match(unsaid.text, /Write an address first, or choose a provider\./);
    const free = tls.createServer();
    free.listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const page = await chain({ url: `https://127.0.0.1:${port}` });
    assert.match(page.byClass('failure')[0]?.text ?? '', new RegExp(`${port}`));
  });

  it('import: what is no certificate, or nothing, is refused, and pasted ones are taken', async () => {
    await start([]);
    assert.match((await post('import', { pem: 'hello' })).page.text, /This is no certificate in PEM/);
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    assert.equal((await post('import', { pem: broken })).status, 409);
    assert.match((await post('import', { pem: ' ' })).page.text, /Nothing was ticked or pasted/);
    const { page } = await labPage(own.emulator, PAGE);
    assert.match(page.text, /The store is empty/);
    const form = filledForm(page, 'Import').fill('Certificates in PEM', `${lab.root.cert}\r\n${lab.g2.cert}`);
    assert.equal((await post('import', form.values)).location, `${PAGE}?added=2`);
  });

  it('remove: the word simulator goes as one, and nothing else of the file changes', async () => {
    await start(['simulator']);
    const before = readFileSync(own.file, 'utf8');
    const { page } = await labPage(own.emulator, PAGE);
    assert.match(page.text, /In the store: 2 certificates/);
    assert.equal((await post('remove', { certificate: 'simulator' })).status, 303);
    assert.equal(
      readFileSync(own.file, 'utf8').replace(/\s/g, ''),
      before.replace(/"simulator"\s*\],/, '],').replace(/\s/g, ''),
    );
    assert.match((await chain({ provider: 'Twilio' })).text, /Not trusted/);
    assert.match(
      (await post('remove', { certificate: 'Nobody' })).page.text,
      /No trusted certificate is "Nobody"/,
    );
  });

  it('settings of a program are shown and not changed; a post of another site does nothing', async () => {
    await start(['simulator']);
    const foreign = await post('remove', { certificate: 'simulator' }, { 'Sec-Fetch-Site': 'cross-site' });
    assert.equal(foreign.status, 403);
    assert.match(readFileSync(own.file, 'utf8'), /"simulator"/);
    const emulator = await startEmulator({ providers: shippedProviders() });
    const { page } = await labPage(emulator, PAGE);
    assert.match(page.text, /started by a program/);
    assert.equal(page.all(({ tag, text }) => tag === 'button' && text === 'Remove').length, 0);
    assert.equal((await labPage(emulator, `${PAGE}/import`, { pem: lab.root.cert })).status, 409);
  });
});
