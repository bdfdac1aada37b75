import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type BareServer, httpAnswer, startBareServer } from '../support/bare-server.ts';
import {
  closeEmulators,
  register,
  shippedProviders,
  smsDelivery,
  startEmulator,
} from '../support/emulators.ts';

const HTTPS = 'Clickatell HTTPS';

/** The lab's own PEM texts, and an emulator that trusts those of them it is told to. */
async function trusting(
  choose: (pems: { root: string; g2: string; g3: string; otherRoot: string }) => string[],
) {
  const emulator = await startEmulator({
    providers: shippedProviders({ trustedCertificates: [], connectTo: {} }),
  });
  const pem = async (name: string) => {
    const answer = await fetch(`${emulator.simulators.http.url}/_sim/certificates/${name}.pem`);
    assert.equal(answer.status, 200, name);
    return answer.text();
  };
  const [root, g2, g3, otherRoot] = await Promise.all(['root', 'g2', 'g3', 'other-root'].map(pem));
  const port = emulator.simulators.https.port;
  const client = await startEmulator({
    providers: shippedProviders({
      trustedCertificates: choose({
        root: root ?? '',
        g2: g2 ?? '',
        g3: g3 ?? '',
        otherRoot: otherRoot ?? '',
      }),
      connectTo: { 'api.clickatell.com:443': `127.0.0.1:${port}` },
    }),
  });
  return { client, simulators: emulator.simulators };
}

describe('journey: why the SMS did not arrive', () => {
  let peer: BareServer | null = null;
  afterEach(async () => {
    await closeEmulators();
    await peer?.close();
    peer = null;
  });

  it('trust: with root and G2 imported the SMS is sent', async () => {
    const { client } = await trusting(({ root, g2 }) => [root, g2]);
    await register(client, { provider: HTTPS });
    const { delivery, exchange } = await smsDelivery(client);
    assert.equal(delivery.status, 'sent', delivery.reason ?? '');
    assert.equal(exchange?.tls?.trusted, true);
    assert.match(exchange?.tls?.chain[0]?.subject ?? '', /\*\.clickatell\.com/);
  });

  it('trust: G3 imported instead of G2 fails, shows the chain, and no byte of the message left', async () => {
    const { client, simulators } = await trusting(({ root, g3 }) => [root, g3]);
    await register(client, { provider: HTTPS });
    const { delivery, exchange } = await smsDelivery(client);
    assert.equal(delivery.status, 'failed');
    assert.equal(delivery.iseVerdict, 'failed');
    assert.equal(exchange?.failure?.phase, 'tls');
    assert.equal(exchange?.tls?.trusted, false);
    assert.match(exchange?.tls?.chain.map(({ subject }) => subject).join('; ') ?? '', /clickatell\.com.*G2/);
    assert.ok(exchange?.tls?.chain.every(({ serialNumber, issuer }) => serialNumber !== '' && issuer !== ''));
    assert.equal(exchange?.request, '');
    assert.equal(delivery.mayHaveBeenSent, false);
    assert.ok(simulators.http.port);
  });

  it('trust: the provider moves to G3, the store still has G2: fails until G3 is served by nobody', async () => {
    const { client, simulators } = await trusting(({ root, g2 }) => [root, g2]);
    simulators.certificates.use('g3');
    await register(client, { provider: HTTPS });
    const failed = await smsDelivery(client);
    assert.equal(failed.delivery.status, 'failed');
    assert.match(failed.exchange?.tls?.chain.map(({ subject }) => subject).join('; ') ?? '', /G3/);
    simulators.certificates.use('g2');
    await register(client, { provider: HTTPS });
    assert.equal((await smsDelivery(client)).delivery.status, 'sent');
  });

  it('trust: a root of the same name and another serial number fails', async () => {
    const { client } = await trusting(({ otherRoot, g2 }) => [otherRoot, g2]);
    await register(client, { provider: HTTPS });
    const { delivery, exchange } = await smsDelivery(client);
    assert.equal(delivery.status, 'failed');
    assert.equal(exchange?.failure?.phase, 'tls');
    assert.equal(exchange?.request, '');
  });

  it('proxy: a dead one swallows the message, and says so; on its bypass list the host is reached', async () => {
    const dead = await startBareServer({});
    await dead.close();
    const proxy = { fqdn: '127.0.0.1', port: dead.port };
    const through = await startEmulator({ providers: shippedProviders({ proxy }) });
    await register(through, { provider: 'Twilio' });
    const swallowed = await smsDelivery(through);
    assert.equal(swallowed.delivery.status, 'failed');
    assert.equal(swallowed.exchange?.failure?.phase, 'proxy');
    assert.match(swallowed.delivery.reason ?? '', new RegExp(`127\\.0\\.0\\.1:${dead.port}`));

    const around = await startEmulator({
      providers: shippedProviders({ proxy: { ...proxy, bypassHosts: '*.clickatell.com, api.twilio.com' } }),
    });
    await register(around, { provider: 'Twilio' });
    assert.equal((await smsDelivery(around)).delivery.status, 'sent');
  });

  const gates: [release: string, provider: string, status: string][] = [
    ['1.2', 'Global Default', 'failed'],
    ['1.2', 'SMS Email Gateway', 'sent'],
    ['1.4p7', 'Global Default', 'sent'],
    ['1.4p7', HTTPS, 'failed'],
    ['1.4p8', HTTPS, 'sent'],
    ['2.0 patch 2', 'Twilio', 'failed'],
    ['2.0 patch 3', 'Twilio', 'sent'],
    ['2.1', 'Clickatell REST', 'sent'],
  ];
  for (const [release, provider, status] of gates) {
    it(`release: ${provider} on ${release} is ${status}`, async () => {
      const emulator = await startEmulator({ release });
      await register(emulator, { provider });
      const { delivery, attempt } = await smsDelivery(emulator);
      assert.equal(delivery.status, status, delivery.reason ?? '');
      if (status === 'sent') return;
      assert.match(delivery.reason ?? '', /not functional in this release/);
      assert.equal(attempt?.failure?.phase, 'release');
    });
  }

  it('a provider that hangs: the guest’s page does not wait, the others’ messages do not either', async () => {
    const emulator = await startEmulator({
      providers: shippedProviders({}, { Twilio: { emulator: { timeoutMs: 400 } } }),
    });
    emulator.simulators.twilio.failNext({ hang: true, times: 20 });
    for (let guest = 0; guest < 10; guest += 1)
      await register(emulator, { provider: 'Twilio', last: `Slow${guest}` });
    await register(emulator, { provider: 'Global Default', number: '+27999112345', last: 'Quick' });
    const sms = await emulator.inbox.waitFor({ to: '27999112345' });
    assert.equal(sms.credentials?.username, 'jquick');
    await emulator.settled();
    const { items } = await emulator.deliveries.list({ provider: 'Twilio', limit: 20 });
    assert.equal(items.length, 10);
    for (const delivery of items) {
      assert.equal(delivery.status, 'failed');
      assert.equal(delivery.mayHaveBeenSent, true, 'the request was out, so it may have arrived');
      assert.match(delivery.reason ?? '', /400 ms/);
    }
  });

  it('a provider that resets the connection: failed, may have been sent, transcript kept', async () => {
    const emulator = await startEmulator();
    emulator.simulators.twilio.failNext({ reset: true });
    await register(emulator, { provider: 'Twilio' });
    const { delivery, exchange } = await smsDelivery(emulator);
    assert.equal(delivery.status, 'failed');
    assert.equal(exchange?.failure?.code, 'ECONNRESET');
    assert.equal(delivery.mayHaveBeenSent, true);
    assert.match(Buffer.from(exchange?.request ?? '', 'base64').toString(), /^POST \/2010-04-01/);
  });

  it('a provider that answers nonsense: not taken for a yes', async () => {
    const answers = ['HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n', '\x01\x02\x03 nonsense\r\n\r\n'];
    peer = await startBareServer({
      answer: (_request, socket) => void socket.end(answers.shift() ?? httpAnswer('200 OK')),
    });
    const emulator = await startEmulator({
      providers: shippedProviders({ connectTo: { 'api.clickatell.com:80': `127.0.0.1:${peer.port}` } }),
    });
    await register(emulator);
    const polite = await smsDelivery(emulator);
    assert.equal(polite.delivery.iseVerdict, 'sent', 'ISE takes any 2xx for a yes');
    assert.equal(polite.delivery.providerVerdict, 'unclear');
    await register(emulator);
    const garbage = await smsDelivery(emulator);
    assert.equal(garbage.delivery.status, 'failed');
    assert.equal(garbage.delivery.providerVerdict, null);
    assert.match(Buffer.from(garbage.exchange?.response ?? '', 'base64').toString('latin1'), /nonsense/);
  });

  it('an error behind HTTP 200: ISE believes it sent, the provider says no, and the status is failed', async () => {
    const emulator = await startEmulator();
    emulator.simulators.clickatell.failNext({ code: '301' });
    await register(emulator);
    const { delivery } = await smsDelivery(emulator);
    assert.deepEqual(
      [delivery.iseVerdict, delivery.providerVerdict, delivery.status],
      ['sent', 'refused', 'failed'],
    );
    assert.match(delivery.reason ?? '', /ERR: 301/);
  });

  it('Twilio’s 21211 for the next one only', async () => {
    const emulator = await startEmulator();
    emulator.simulators.twilio.failNext({ code: 21211 });
    await register(emulator, { provider: 'Twilio' });
    const first = await smsDelivery(emulator);
    assert.deepEqual([first.delivery.status, first.attempt?.receipt?.code], ['failed', '21211']);
    await register(emulator, { provider: 'Twilio' });
    assert.equal((await smsDelivery(emulator)).delivery.status, 'sent');
  });

  it('a provider just written down can be chosen at once', async () => {
    peer = await startBareServer({
      answer: (_request, socket) => void socket.write(httpAnswer('200 OK', 'ok')),
    });
    const url = `http://127.0.0.1:${peer.port}/send?to=$mobilenumber$&text=`;
    const mine = { name: 'My own gateway', type: 'http', url, data: '$message$' };
    const emulator = await startEmulator({ providers: { providers: [mine] } });
    await register(emulator, { provider: 'My own gateway' });
    assert.equal((await smsDelivery(emulator)).delivery.status, 'sent');
    assert.match(peer.texts().join(''), /to=15556661212&text=Your/);
  });

  it('a portal that keeps to its list: providers without a row, and rows no guest can choose, are said at the start', async () => {
    const portal = JSON.parse(readFileSync('portal.json', 'utf8'));
    portal.emulator.offerAllSmsProviders = false;
    portal.SelfRegPortal.settings.selfRegPageSettings.selectableSmsProviders = ['Twilio', 'Inmobile'];
    const emulator = await startEmulator({ portal });
    assert.match(emulator.notes.join(' '), /no row describes: Inmobile\./);
    assert.match(emulator.notes.join(' '), /No guest can choose these .*: Global Default, .*Telnyx/);
    assert.equal((await register(emulator, { provider: 'Global Default' })).page.heading, 'Registration');
    await register(emulator, { provider: 'Twilio' });
    assert.equal((await smsDelivery(emulator)).delivery.status, 'sent');
  });
});
