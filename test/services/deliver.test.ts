import assert from 'node:assert/strict';
import { httpChannel } from '../../src/channels/index.ts';
import { type BareServer, httpAnswer, startBareServer } from '../support/bare-server.ts';
import { httpProvider } from '../support/providers.ts';
import { sendTo, smsMessage } from '../support/send-to.ts';

describe('what a delivery comes to', () => {
  let server: BareServer;
  afterEach(() => server.close());

  it('a proxy that refuses its login: the provider has said nothing', async () => {
    server = await startBareServer({
      answer: (_, socket) => void socket.write(httpAnswer('407 Login', '<html>Cache Access Denied</html>')),
    });
    const proxy = { fqdn: '127.0.0.1', port: server.port, userName: '', password: '', bypassHosts: [] };
    const outcome = await sendTo(1, httpChannel(httpProvider()), smsMessage(), { proxy, connectTo: {} });
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.providerVerdict, null);
    assert.match(outcome.reason, /The proxy 127\.0\.0\.1:\d+ demands a user name and password/);
  });

  for (const [what, body, words] of [
    ['a yes', 'ID: 205e85d0578314037a96175249fc6a2b', /took the message/],
    ['neither yes nor no', 'We are just', /neither yes nor no/],
  ] as const) {
    it(`an answer that breaks off after ${what}: sent for ISE, unclear, and said to be incomplete`, async () => {
      server = await startBareServer({
        answer: (_, socket) => void socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n${body}`),
      });
      const outcome = await sendTo(server.port, httpChannel(httpProvider()));
      assert.equal(outcome.iseVerdict, 'sent');
      assert.equal(outcome.providerVerdict, 'unclear');
      assert.match(outcome.reason, words);
      assert.match(outcome.reason, /But the answer is incomplete: provider\.example closed the connection/);
    });
  }
});
