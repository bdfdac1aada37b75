import assert from 'node:assert/strict';
import { gatewayChannel, httpChannel } from '../../src/channels/index.ts';
import type { HttpProvider } from '../../src/domain/provider.ts';
import { type BareServer, httpAnswer, smtpScript, startBareServer } from '../support/bare-server.ts';
import { httpProvider, smtpProvider, smtpServer } from '../support/providers.ts';
import { sendTo, smsMessage } from '../support/send-to.ts';

const post = { useHttpPost: true, url: 'http://provider.example/send' };
const form = { ...post, httpPostContentType: 'application/x-www-form-urlencoded' };
const json = { ...post, httpPostContentType: 'application/json' };
const template = { ...post, data: 'to=$mobilenumber$' };
const account = { httpsUsername: 'user', httpsPassword: 'pass-word' };
const BASIC = `Authorization: Basic ${Buffer.from('user:pass-word').toString('base64')}\r\n`;

describe('what ISE might do, by setting', () => {
  let server: BareServer;
  let status: string[];

  beforeEach(async () => {
    status = [];
    server = await startBareServer({
      answer: (_request, socket) =>
        void socket.write(
          httpAnswer(status.shift() ?? '200 OK', '', ['WWW-Authenticate: Basic realm="lab"']),
        ),
    });
  });
  afterEach(() => server.close());

  /** The request as the peer got it. */
  async function sent(fields: Partial<HttpProvider>, to = '+15556661212', text = 'a b') {
    await sendTo(server.port, httpChannel(httpProvider(fields)), smsMessage(text, to));
    return server.texts().join('');
  }

  describe('plus', () => {
    const places: [string, Partial<HttpProvider>, RegExp, RegExp][] = [
      ['http-get: stripped unless kept, and kept as it is', {}, /to=15556661212&/, /to=\+15556661212&/],
      ['http-post-json: stripped unless kept', json, /"to":\["15556661212"\]/, /"to":\["\+15556661212"\]/],
      ['http-post-form: kept, encoded, unless stripped', form, /To=%2B15556661212/, /To=%2B15556661212/],
      [
        'http-post-template: kept as it is unless stripped',
        template,
        /to=\+15556661212$/,
        /to=\+15556661212$/,
      ],
    ];
    for (const [what, fields, byDefault, kept] of places) {
      it(what, async () => {
        assert.match(await sent(fields), byDefault);
        assert.match(await sent({ ...fields, emulator: { plus: 'keep' } }), kept);
        assert.match(
          (await sent({ ...fields, emulator: { plus: 'strip' } })).split('HTTP/1.1').at(-1) ?? '',
          /^(?!.*(\+|%2B)1555)/s,
        );
      });
    }

    it('http-get: a plus inside Data is URL-encoded', async () => {
      const fields = {
        url: 'http://provider.example/send?x=',
        data: '$mobilenumber$',
        emulator: { plus: 'keep' as const },
      };
      assert.match(await sent(fields), /\?x=%2B15556661212 /);
    });

    for (const typed of ['555-123-4567', '(555)123-4567', '5 551 234567', '5-551-23-4567']) {
      it(`a number typed ${typed} loses its punctuation in every place`, async () => {
        for (const fields of [{}, json, form, template])
          assert.match(await sent(fields, typed), /5551234567/);
      });
    }
  });

  it('spaces: + unless percent, in GET and in a form', async () => {
    assert.match(await sent({}), /text=a\+b /);
    assert.match(await sent({ emulator: { spaces: 'percent' } }), /text=a%20b /);
    assert.match(await sent(form), /Body=a\+b$/);
    assert.match(await sent({ ...form, emulator: { spaces: 'percent' } }), /Body=a%20b$/);
  });

  it('keepQueryOnPost: a built body takes the parameters along; they stay on the request line only when told', async () => {
    const url = 'http://provider.example/send?From=%2B1777&Note=a%26b';
    assert.match(
      await sent({ ...form, url }),
      /^POST \/send HTTP\/1\.1[\s\S]*&From=%2B1777&Note=a%26b&Body=/,
    );
    assert.match(
      await sent({ ...form, url, emulator: { keepQueryOnPost: true } }),
      /POST \/send\?From=%2B1777&Note=a%26b HTTP/,
    );
    assert.match(await sent({ ...template, url }), /POST \/send\?From=%2B1777&Note=a%26b HTTP/);
  });

  it('from typed with a plus in the URL stays with a plus in the body', async () => {
    const url = 'http://provider.example/rest/message?from=+15556661212';
    assert.match(await sent({ ...json, url }), /"from":"\+15556661212"/);
    assert.match(await sent({ ...form, url }), /&from=%2B15556661212&/);
  });

  describe('authorization', () => {
    it('user name and password: Basic at once', async () =>
      assert.ok((await sent({ ...form, ...account })).includes(BASIC)));

    it('a password alone is a key and stands in the header as typed', async () => {
      assert.match(await sent({ ...json, httpsPassword: 'the key' }), /\r\nAuthorization: the key\r\n/);
    });

    it('bearer and raw, when told', async () => {
      const told = (authorization: 'bearer' | 'raw') =>
        sent({ ...json, ...account, emulator: { authorization } });
      assert.match(await told('bearer'), /\r\nAuthorization: Bearer pass-word\r\n/);
      assert.match(await told('raw'), /\r\nAuthorization: pass-word\r\n/);
    });

    it('preemptiveAuth false: nothing at first, Basic once after the challenge, on the same transcript', async () => {
      status = ['401 Unauthorized'];
      const provider = httpProvider({ ...form, ...account, emulator: { preemptiveAuth: false } });
      const outcome = await sendTo(server.port, httpChannel(provider), smsMessage());
      const [first = '', second = '', third] = server
        .texts()
        .join('')
        .split(/(?=POST )/);
      assert.ok(!first.includes('Authorization'));
      assert.ok(second.includes(BASIC));
      assert.equal(third, undefined);
      assert.equal(outcome.transcripts[0]?.exchanges.length, 2);
      assert.equal(outcome.iseVerdict, 'sent');
    });

    it('user information in a plain URL is Basic, and not part of the request line', async () => {
      const request = await sent({ url: 'http://user:pass-word@provider.example/send?text=' });
      assert.ok(request.includes(BASIC));
      assert.match(request, /^GET \/send\?text=a\+b HTTP\/1\.1\r\nHost: provider\.example\r\n/);
    });

    it('an HTTPS Host that is not the URL’s: the credentials stay at home, and the transcript says so', async () => {
      const provider = httpProvider({ ...form, ...account, httpsHost: 'api.twilio.com' });
      const outcome = await sendTo(server.port, httpChannel(provider), smsMessage());
      assert.ok(!server.texts().join('').includes('Authorization'));
      assert.match(
        outcome.transcripts[0]?.notes.join() ?? '',
        /not sent: they belong to api\.twilio\.com:443, and the URL goes to provider\.example:80/,
      );
    });
  });

  it('timeoutMs: silence ends after it, and the message may have been taken', async () => {
    const silent = await startBareServer({});
    const outcome = await sendTo(
      silent.port,
      httpChannel(httpProvider({ emulator: { timeoutMs: 300 } })),
      smsMessage(),
    );
    await silent.close();
    assert.equal(outcome.failure?.timedOut, true);
    assert.equal(outcome.mayHaveBeenSent, true);
    assert.equal(outcome.status, 'failed');
  });

  it('breakUpLongMessage: parts of 140 bytes, one request each, on one transcript list', async () => {
    const provider = httpProvider({ breakUpLongMessage: true });
    const outcome = await sendTo(
      server.port,
      httpChannel(provider),
      smsMessage(`${'a'.repeat(140)}${'b'.repeat(20)}`),
    );
    const texts = [
      ...server
        .texts()
        .join('')
        .matchAll(/text=(\w+) HTTP/g),
    ].map((match) => match[1]);
    assert.deepEqual(texts, ['a'.repeat(140), 'b'.repeat(20)]);
    assert.equal(outcome.transcripts.length, 2);
  });

  it('a fragment in the URL stays off the wire, with a note', async () => {
    const provider = httpProvider({ url: 'http://provider.example/send?password=ab#c&text=', data: '' });
    const outcome = await sendTo(server.port, httpChannel(provider), smsMessage());
    assert.match(server.texts().join(''), /^GET \/send\?password=ab HTTP/);
    assert.match(outcome.transcripts[0]?.notes.join() ?? '', /#c&text=/);
  });

  it('both variables in the URL and Data empty: the message is encoded there', async () => {
    const url = 'http://provider.example/send?to=$mobilenumber$&text=$message$&end=1';
    assert.match(
      await sent({ url, data: '' }, '5551234567', 'a b&c'),
      /GET \/send\?to=5551234567&text=a\+b%26c&end=1 HTTP/,
    );
  });
});

describe('SMTP gateway settings', () => {
  it('a fixed destination: the number, the message and the time stand in the body template', async () => {
    const server = await startBareServer({ connected: smtpScript() });
    const provider = smtpProvider({
      smtpApiDestinationAddress: 'sms@messaging.clickatell.com',
      providerAccountAddress: 'account@example.org',
      smtpApiBodyTemplate: 'api_id:3591672\nto:$mobilenumber$\ntext:$message$\nat:$timestamp$',
    });
    const outcome = await sendTo(server.port, gatewayChannel(provider, smtpServer()), smsMessage('hello'));
    const received = server.texts().join('');
    await server.close();
    assert.equal(outcome.status, 'sent', outcome.reason);
    assert.match(received, /MAIL FROM:<account@example\.org>\r\nRCPT TO:<sms@messaging\.clickatell\.com>/);
    assert.match(
      received,
      /\r\n\r\napi_id:3591672\r\nto:15556661212\r\ntext:hello\r\nat:20261122142800123\r\n/,
    );
  });

  it('notifications off, no server, or no address: a failure that names the field, and nothing is sent', async () => {
    const server = await startBareServer({ connected: smtpScript() });
    const reasons = [];
    for (const [gateway, fields] of [
      [smtpProvider(), { notificationEnabled: false }],
      [smtpProvider(), { smtpServer: '' }],
      [smtpProvider({ smtpApiDestinationAddress: 'not an address' }), {}],
    ] as const) {
      const outcome = await sendTo(server.port, gatewayChannel(gateway, smtpServer(fields)), smsMessage());
      assert.equal(outcome.failure?.phase, 'configuration');
      reasons.push(outcome.reason);
    }
    assert.equal(server.connections(), 0);
    await server.close();
    assert.match(
      reasons.join('\n'),
      /notificationEnabled is false[\s\S]*smtpServer\.smtpServer is empty[\s\S]*"not an address"/,
    );
  });
});
