import assert from 'node:assert/strict';
import { httpChannel } from '../../src/channels/index.ts';
import { type BareServer, httpAnswer, startBareServer } from '../support/bare-server.ts';
import { httpProvider } from '../support/providers.ts';
import { sendTo, smsMessage } from '../support/send-to.ts';

describe('channel: an answer that repeats a credential', () => {
  let server: BareServer | null = null;
  afterEach(() => server?.close());

  it('of the URL is kept masked, in bytes and in the reason', async () => {
    const url = 'http://provider.example/send?user=lab&password=lab%2Dpassword&text=';
    server = await startBareServer({
      answer: (_request, socket) =>
        void socket.write(httpAnswer('403 Forbidden', 'Wrong: lab, lab-password (lab%2Dpassword)')),
    });
    const outcome = await sendTo(server.port, httpChannel(httpProvider({ url })), smsMessage());
    const response = outcome.transcripts[0]?.exchanges[0]?.response ?? '';
    assert.match(Buffer.from(response, 'base64').toString(), /Wrong: lab, \*{8} \(\*{8}\)/);
    assert.ok(!JSON.stringify(outcome).includes('lab-password'), outcome.reason);
  });
});
