import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Emulator } from '../../src/index.ts';
import {
  closeEmulators,
  NUMBER,
  register,
  shippedProviders,
  signOn,
  smsDelivery,
  startEmulator,
} from '../support/emulators.ts';

const CHANNELS: Record<string, string> = {
  'Global Default': 'http-get',
  'Clickatell HTTPS': 'http-get',
  'Clickatell REST': 'http-post-json',
  Twilio: 'http-post-form',
  Telnyx: 'http-post-form',
  'SMS Email Gateway': 'sms-email-gateway',
};

describe('journey: each shipped provider, from the form to the last page', () => {
  let emulator: Emulator;
  const called: string[] = [];
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once('lookup', (_error, address, _family, host) => called.push(`${host} ${address}`));
    socket.once('connect', () => called.push(socket.remoteAddress ?? 'unknown'));
  };

  before(async () => {
    diagnostics.subscribe('net.client.socket', onSocket);
    emulator = await startEmulator();
  });
  after(async () => {
    diagnostics.unsubscribe('net.client.socket', onSocket);
    await closeEmulators();
  });
  beforeEach(() => emulator.reset());

  it('every row of providers.json is walked here', () => {
    assert.deepEqual(
      shippedProviders().providers.map(({ name }) => name),
      Object.keys(CHANNELS),
    );
  });

  for (const [provider, channel] of Object.entries(CHANNELS)) {
    it(`${provider}: SMS and email arrive with the credentials, and these sign the guest on`, async () => {
      const guest = await register(emulator, { provider, email: 'jane@example.org' });
      const sms = await emulator.inbox.waitFor({ to: NUMBER, channel: 'sms' });
      const mail = await emulator.inbox.waitFor({ to: 'jane@example.org', channel: 'email' });
      const credentials = { username: guest.username, password: guest.password };
      assert.deepEqual(sms.credentials, credentials);
      assert.deepEqual(mail.credentials, credentials);
      assert.equal(
        sms.text.trim(),
        `Your account details: Username: ${guest.username} Password: ${guest.password}`,
      );
      assert.ok(sms.rawRequest.length > 0);

      const { delivery, attempt } = await smsDelivery(emulator);
      assert.equal(delivery.status, 'sent');
      assert.equal(delivery.iseVerdict, 'sent');
      assert.equal(delivery.providerVerdict, 'accepted', delivery.reason ?? '');
      assert.equal(delivery.channel, channel);
      assert.ok(attempt?.channelReason);

      const last = await signOn(guest, sms.credentials?.username ?? '', sms.credentials?.password ?? '');
      assert.ok(last.byId('ui_success_message'));
    });
  }

  it('nothing left the machine on the way', () => {
    assert.ok(called.length >= Object.keys(CHANNELS).length, 'the fence saw no connection at all');
    assert.deepEqual(
      called.filter((address) => !/^(127\.|::1|::ffff:127\.)/.test(address)),
      [],
    );
  });
});
