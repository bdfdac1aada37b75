import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BareServer, startBareServer } from '../support/bare-server.ts';
import { cleanUp, emptyFolder, type Running, startCommand } from '../support/command.ts';
import { shippedProviders } from '../support/emulators.ts';
import { Browser, credentialsOn } from '../support/guest.ts';

describe('journey: kill -9', function () {
  this.timeout(120_000);
  let silent: BareServer;
  let folder: string;

  beforeEach(async () => {
    silent = await startBareServer({});
    folder = emptyFolder();
  });
  afterEach(async () => {
    cleanUp();
    await silent.close();
  });

  /** Starts on the folder, with these changes to `providers.json`. */
  function start(changes: Record<string, unknown>): Promise<Running> {
    const providers = path.join(folder, 'providers.json');
    writeFileSync(providers, JSON.stringify(shippedProviders(changes)));
    return startCommand(['--data', path.join(folder, 'data'), '--providers', providers]);
  }

  async function registerAt({ info }: Running) {
    const browser = new Browser(info.urls.http as never, info.portal.id);
    const form = (await browser.openRegistration()).formWith('Register');
    const { page } = await browser.send(
      form.fill('First name', 'Jane').fill('Last name', 'Doe').fill('Phone number', '+15556661212'),
    );
    return credentialsOn(page);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the API's shapes are held against its description elsewhere
  async function api({ info }: Running, what: string): Promise<any> {
    const answer = await fetch(`${info.urls.http}/lab/api/${what}`);
    assert.equal(answer.status, 200, what);
    return answer.json();
  }

  /** Waits until the silent peer was spoken to. */
  async function reached(): Promise<void> {
    while (silent.texts().join('') === '') await new Promise((resolve) => setImmediate(resolve));
  }

  it('between commit and send: the account is there, the message is sent after the restart, once', async () => {
    // A proxy that never answers CONNECT: the account and the message are committed, and nothing of it has left.
    const proxy = { fqdn: '127.0.0.1', port: silent.port };
    const connectTo = { 'api.clickatell.com:80': 'simulator' };
    const first = await start({ proxy, connectTo });
    const credentials = await registerAt(first);
    await reached();
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await start({});
    const sms = await api(second, 'messages/wait?to=%2B15556661212&timeoutMs=5000');
    assert.deepEqual(sms.credentials, credentials);
    assert.equal((await api(second, 'messages')).total, 1);
    const { items } = await api(second, 'deliveries');
    assert.equal(items.length, 1);
    assert.equal(items[0].status, 'sent');
  });

  it('while the request is out: marked as possibly sent, and not repeated by itself', async () => {
    const connectTo = { 'api.clickatell.com:80': `127.0.0.1:${silent.port}` };
    const first = await start({ connectTo });
    await registerAt(first);
    await reached();
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await start({});
    const { items } = await api(second, 'deliveries');
    assert.equal(items.length, 1);
    const delivery = await api(second, `deliveries/${items[0].id}`);
    assert.equal(delivery.status, 'failed');
    assert.equal(delivery.mayHaveBeenSent, true);
    assert.match(delivery.reason, /may have arrived/);
    assert.equal((await api(second, 'messages')).total, 0);
  });

  it('Ctrl-C while a provider hangs: ends by itself, and the message is neither lost nor called sent', async () => {
    const connectTo = { 'api.clickatell.com:80': `127.0.0.1:${silent.port}` };
    const first = await start({ connectTo });
    await registerAt(first);
    await reached();
    first.child.kill('SIGINT');
    assert.equal(await first.ended, 0);

    const second = await start({});
    const { items } = await api(second, 'deliveries');
    assert.equal(items[0].status, 'failed');
    const delivery = await api(second, `deliveries/${items[0].id}`);
    assert.equal(delivery.mayHaveBeenSent, true);
  });
});
