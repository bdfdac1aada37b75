import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import request from 'supertest';
import { ConfigError, createEmulator } from '../src/index.ts';
import { cleanUp, emptyFolder } from './support/command.ts';
import {
  closeEmulators,
  NUMBER,
  register,
  shippedProviders,
  smsDelivery,
  startEmulator,
} from './support/emulators.ts';

describe('library', () => {
  afterEach(async () => {
    await closeEmulators();
    cleanUp();
  });

  it('drives a registration with supertest, awaits the SMS, scripts a failure, resets, closes', async () => {
    const ise = await startEmulator();
    await request(ise.app).get(`/portal/PortalSetup.action?portal=${ise.portal.id}`).expect(200);
    const guest = await register(ise, { provider: 'Twilio' });
    const sms = await ise.inbox.waitFor({ to: '+15556661212' });
    assert.deepEqual(sms.credentials, { username: guest.username, password: guest.password });
    assert.match(sms.rawRequest.toString(), /^POST \/2010-04-01\/Accounts\/AC[\s\S]*To=%2B15556661212&/);

    ise.simulators.twilio.failNext({ code: 21211 });
    await register(ise, { provider: 'Twilio' });
    assert.equal((await smsDelivery(ise)).delivery.status, 'failed');
    await assert.rejects(ise.inbox.waitFor({ to: NUMBER, after: sms.id, timeoutMs: 20 }), /21211/);

    await ise.reset();
    assert.equal((await ise.accounts.list({ limit: 1, offset: 0 })).total, 0);
    assert.equal((await ise.deliveries.list({ limit: 1 })).total, 0);
    assert.equal((await ise.inbox.list()).total, 0);
    await register(ise);
    assert.ok((await ise.inbox.waitFor({ to: NUMBER })).credentials);
  });

  it('two emulators in one process do not see each other', async () => {
    const [one, two] = await Promise.all([startEmulator(), startEmulator()]);
    one.simulators.clickatell.failNext({ code: '301' });
    await register(two);
    assert.ok(await two.inbox.waitFor({ to: NUMBER }));
    assert.equal((await one.inbox.list()).total, 0);
    assert.equal((await one.accounts.list({ limit: 1, offset: 0 })).total, 0);
    const ports = [one, two].flatMap(({ urls, info }) => [
      urls.http,
      urls.https,
      info.simulators.http,
      info.simulators.https,
      info.smtp.port,
    ]);
    assert.equal(new Set(ports).size, 10);
    await one.close();
    assert.equal((await fetch(`${two.urls.http}/healthz`)).status, 200);
  });

  it('with clock and chance handed in, two runs give the same account and the same bytes', async () => {
    const once = async () => {
      const ise = await startEmulator({ clock: () => Date.parse('2026-03-01T10:00:00Z'), random: 'seed' });
      const guest = await register(ise, { provider: 'Clickatell REST', email: 'jane@example.org' });
      const sms = await ise.inbox.waitFor({ to: NUMBER });
      const mail = await ise.inbox.waitFor({ to: 'jane@example.org' });
      return {
        guest: [guest.username, guest.password],
        sms: sms.rawRequest.toString(),
        mail: mail.rawRequest.toString(),
        at: sms.receivedAt,
      };
    };
    const [first, second] = [await once(), await once()];
    assert.deepEqual(first, second);
    assert.match(first.mail, /Date: Sun, 01 Mar 2026 10:00:00 \+0000/);
    assert.equal(first.at, '2026-03-01T10:00:00.000Z');
  });

  it('without a seed, passwords differ', async () => {
    const ise = await startEmulator();
    const passwords = [];
    for (let guest = 0; guest < 4; guest += 1)
      passwords.push((await register(ise, { last: `Guest${guest}` })).password);
    assert.ok(new Set(passwords).size > 1, String(passwords));
  });

  it('takes providers and portal as objects or files, and names every mistake at once', async () => {
    const file = path.join(emptyFolder(), 'providers.json');
    writeFileSync(file, JSON.stringify(shippedProviders()));
    await startEmulator({ providers: file });
    const broken = createEmulator({
      providers: { providers: [{ name: '', type: 'http', url: 'x' }] },
      portal: { SelfRegPortal: { settings: 7 } },
      release: 'soon',
    });
    await assert.rejects(broken, (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /^the release option is "soon"; it must be an ISE release/m);
      assert.match(error.message, /the providers option: providers\[0\]\.name is ""/);
      assert.match(error.message, /the providers option: providers\[0\]\.url is "x"/);
      assert.match(error.message, /the portal option: /);
      assert.ok(error.mistakes.length >= 4);
      return true;
    });
  });

  it('keeps everything in a folder, and the lab’s authority with it', async () => {
    const data = path.join(emptyFolder(), 'data');
    const first = await startEmulator({ data });
    const { ca } = first.info.simulators;
    await register(first);
    await first.inbox.waitFor({ to: NUMBER });
    await first.close();
    const second = await startEmulator({ data });
    assert.equal(second.info.simulators.ca, ca);
    assert.equal((await second.inbox.list()).total, 1);
    assert.equal((await second.accounts.list({ limit: 5, offset: 0 })).total, 1);
  });

  it('serves the portal, and not the inspector, over HTTPS under the lab’s authority', async () => {
    const ise = await startEmulator();
    const agent = new https.Agent({ ca: ise.info.simulators.ca, keepAlive: false });
    const status = (address: string) =>
      new Promise<number>((resolve, reject) => {
        https
          .get(address, { agent }, (answer) => resolve(answer.resume().statusCode ?? 0))
          .once('error', reject);
      });
    assert.equal(await status(ise.urls.portalHttps), 200);
    assert.equal(await status(`${ise.urls.https}/healthz`), 200);
    assert.equal(await status(`${ise.urls.https}/lab`), 404);
  });

  it('cannot start: rejects, and leaves no listener open', async () => {
    const listeners = async () => {
      // Node counts a closed listener for another turn or two.
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
    };
    const before = await listeners();
    const taken = await startEmulator();
    const port = Number(new URL(taken.urls.http).port);
    const held = await listeners();
    await assert.rejects(createEmulator({ ports: { http: port } }), { code: 'EADDRINUSE' });
    await assert.rejects(createEmulator({ ports: { smtp: port } }), { code: 'EADDRINUSE' });
    assert.equal(await listeners(), held);
    await taken.close();
    assert.equal(await listeners(), before);
  });

  it('a scripted chain strikes the next SMS although a connection was open, and only that one', async () => {
    const ise = await startEmulator();
    await register(ise, { provider: 'Twilio' });
    assert.equal((await smsDelivery(ise)).delivery.status, 'sent');
    ise.faults.script({ simulator: 'twilio', chain: 'expired' });
    await register(ise, { provider: 'Twilio', first: 'John' });
    assert.match((await smsDelivery(ise)).delivery.reason ?? '', /expired/i);
    await register(ise, { provider: 'Twilio', first: 'Jim' });
    assert.equal((await smsDelivery(ise)).delivery.status, 'sent');
  });

  it('a clock that is a date stands still there', async () => {
    const ise = await startEmulator({ clock: new Date('2026-03-01T10:00:00Z') });
    await register(ise);
    assert.equal((await ise.inbox.waitFor({ to: NUMBER })).receivedAt, '2026-03-01T10:00:00.000Z');
  });

  it('wrong options: one ConfigError that names each with its value and what it must be, and no file is left', async () => {
    const before = readdirSync('.');
    const wrong = {
      ...{ clock: new Date('soon'), random: true, host: '', live: 'yes', release: 3.4, data: '' },
      ports: { http: 70_000, https: '8443', htttp: 0 },
      relase: '3.4',
    };
    await assert.rejects(createEmulator(wrong as never), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.message.split('\n').map((line) => line.split('; it must be ')[0]),
        [
          'the relase option is "3.4"',
          'the host option is ""',
          'the live option is "yes"',
          'the clock option is "Invalid Date"',
          'the random option is true',
          'the ports option: http is 70000',
          'the ports option: https is "8443"',
          'the ports option: htttp is 0',
          'the data option is ""',
          'the release option is 3.4',
        ],
      );
      return true;
    });
    assert.deepEqual(readdirSync('.'), before);
  });

  it('after close(), inbox and reset refuse in our words, waits under way included', async () => {
    const ise = await startEmulator();
    const waiting = assert.rejects(ise.inbox.waitFor({ timeoutMs: 60_000 }), { name: 'AppError' });
    await ise.close();
    await waiting;
    await ise.close();
    const closed = { name: 'AppError', code: 'conflict', message: 'The emulator is closed.' };
    await assert.rejects(ise.inbox.list(), closed);
    await assert.rejects(ise.inbox.find('1'), closed);
    await assert.rejects(ise.inbox.latest(), closed);
    await assert.rejects(ise.inbox.waitFor(), closed);
    await assert.rejects(ise.inbox.expectNone(), closed);
    await assert.rejects(ise.reset(), closed);
  });

  it('closes at once although a provider hangs', async () => {
    const ise = await startEmulator();
    ise.simulators.twilio.failNext({ hang: true });
    const hit = new Promise<void>((resolve) => {
      const look = async () => {
        const { items } = await ise.deliveries.list({ status: 'sending', limit: 1 });
        if (items.length > 0) resolve();
        else setImmediate(look);
      };
      void look();
    });
    await register(ise, { provider: 'Twilio' });
    await hit;
    const before = process.hrtime.bigint();
    await ise.close();
    // Not a measurement: the request itself would take its ten seconds.
    assert.ok(process.hrtime.bigint() - before < 5_000_000_000n);
  });
});
