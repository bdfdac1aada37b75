import assert from 'node:assert/strict';
import { createEmulator, type Emulator } from '../../src/index.ts';
import { startBareServer } from '../support/bare-server.ts';
import { httpProvider } from '../support/providers.ts';
import { smsMessage } from '../support/send-to.ts';

describe('trying a provider', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await createEmulator();
  });
  after(() => emulator.close());

  it('preview: when a provider stands in no file, its bytes are those that a bare socket then receives', async () => {
    const server = await startBareServer({
      answer: (_, socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
    });
    const provider = httpProvider({
      name: 'Draft',
      url: `http://127.0.0.1:${server.port}/send?to=$mobilenumber$&text=`,
    });
    const tryout = { provider, message: smsMessage('Tea & cake'), template: 'Tea & cake', sample: false };
    const { parts, failure, channel } = await emulator.trial.preview(tryout);
    assert.deepEqual([failure, channel], [null, 'http-get']);
    const { outcome, deliveryId } = await emulator.trial.send(tryout);
    assert.equal(outcome.iseVerdict, 'sent');
    assert.equal(Buffer.from(parts[0]?.rendered.bytes ?? []).toString(), server.texts()[0]);
    const kept = await emulator.deliveries.find(deliveryId);
    assert.deepEqual(
      [kept?.delivery.status, kept?.delivery.provider, kept?.delivery.accountId, kept?.attempts.length],
      ['sent', 'Draft', null, 1],
    );
    await server.close();
  });

  it('send: when the release cannot do it, the delivery is kept as failed with its diagnosis', async () => {
    const old = await createEmulator({ release: '1.4p7' });
    try {
      const provider = httpProvider({ name: 'Draft', url: 'https://sms.example.com/send' });
      const tryout = { provider, message: smsMessage(), template: '', sample: false };
      const { deliveryId } = await old.trial.send(tryout);
      const kept = await old.deliveries.find(deliveryId);
      assert.equal(kept?.delivery.status, 'failed');
      assert.equal(kept?.delivery.diagnosis[0]?.rule, 'not-in-this-release');
      assert.match(kept?.delivery.diagnosis[0]?.problem ?? '', /ISE 1\.4p7 .*"Draft".*HTTPS/);
      assert.deepEqual(kept?.attempts[0]?.diagnosis, kept?.delivery.diagnosis);
    } finally {
      await old.close();
    }
  });
});
