import assert from 'node:assert/strict';
import type net from 'node:net';
import tls from 'node:tls';
import { afterEach, before, describe, it } from 'mocha';
import { type BareServer, smtpScript, startBareServer } from '../support/bare-server.ts';
import { issueLabChain, presented } from '../support/certificates.ts';
import { closeWires, mail, send, wire } from './builders.ts';

const HOST = 'mail.test';

describe('wire: a mail', () => {
  let lab: Awaited<ReturnType<typeof issueLabChain>>;
  const servers: BareServer[] = [];
  before(async () => {
    lab = await issueLabChain([HOST]);
  });
  afterEach(async () => {
    await closeWires();
    for (const server of servers.splice(0)) await server.close();
  });
  const serve = async (settings: Parameters<typeof startBareServer>[0]): Promise<BareServer> => {
    const server = await startBareServer(settings);
    servers.push(server);
    return server;
  };
  const scripted = (script: Parameters<typeof smtpScript>[0], options?: tls.TlsOptions) =>
    serve({ connected: smtpScript(script), ...(options ? { tls: options } : {}) });
  const to = (server: BareServer, trusted = [lab.root.cert, lab.g2.cert]) =>
    wire({ connectTo: { [`${HOST}:25`]: `127.0.0.1:${server.port}` }, trustedCertificates: trusted });

  it('in clear: the whole conversation is kept, line by line and byte for byte', async () => {
    const server = await scripted({
      EHLO: '250-bare.test\r\n250 SIZE 1000000',
      '.': '250 2.0.0 queued as 4711',
    });
    const sent = await send(to(server), mail({}));
    assert.equal(sent.failure, null);
    assert.deepEqual(sent.reply, { protocol: 'smtp', code: 250, text: '2.0.0 queued as 4711', rejected: [] });
    const data = [
      'From: ise@example.com',
      'To: 15556661212@sms.test',
      'Subject: Your account',
      'Message-ID: <1@emulator.test>',
      'Date: Sun, 22 Nov 2026 14:28:00 +0000',
      'Content-Transfer-Encoding: 7bit',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Username: anna Password: 1234',
      '.',
    ];
    const client = [
      'EHLO localhost',
      'MAIL FROM:<ise@example.com>',
      'RCPT TO:<15556661212@sms.test>',
      'DATA',
      ...data,
      'QUIT',
    ];
    assert.equal(sent.request, `${client.join('\r\n')}\r\n`);
    assert.equal(server.texts()[0]?.replace(/QUIT\r\n$/, ''), `${client.slice(0, -1).join('\r\n')}\r\n`);
    const say = (from: 'client' | 'server') => (text: string) => ({ from, text });
    assert.deepEqual(sent.exchange.lines, [
      { from: 'server', text: '220 bare.test ESMTP' },
      { from: 'client', text: 'EHLO localhost' },
      ...['250-bare.test', '250 SIZE 1000000'].map(say('server')),
      { from: 'client', text: 'MAIL FROM:<ise@example.com>' },
      { from: 'server', text: '250 ok' },
      { from: 'client', text: 'RCPT TO:<15556661212@sms.test>' },
      { from: 'server', text: '250 ok' },
      { from: 'client', text: 'DATA' },
      { from: 'server', text: '354 go ahead' },
      ...data.map(say('client')),
      { from: 'server', text: '250 2.0.0 queued as 4711' },
      { from: 'client', text: 'QUIT' },
    ]);
    assert.match(sent.response, /^220 bare\.test ESMTP\r\n250-bare\.test\r\n/);
    assert.deepEqual(sent.exchange.target, { host: HOST, port: 25, secure: false });
    assert.deepEqual(sent.exchange.address, { ip: '127.0.0.1', port: server.port });
    assert.equal(sent.exchange.tls, null);
    assert.ok((sent.exchange.timings.firstByte ?? -1) >= 0);
  });

  it('in clear: an offered STARTTLS is not taken', async () => {
    const server = await scripted({ EHLO: '250-bare.test\r\n250 STARTTLS' });
    const sent = await send(to(server), mail({}));
    assert.equal(sent.failure, null);
    assert.doesNotMatch(sent.request, /STARTTLS/);
  });

  it('the same mail always gives the same bytes', async () => {
    const server = await scripted({});
    const outgoing = mail(
      {},
      { mail: { ...mail({}).mail, html: '<p>Password: 1234</p>', text: 'ß: ünïcödé' } },
    );
    const [one, two] = [await send(to(server), outgoing), await send(to(server), outgoing)];
    assert.equal(one.request, two.request);
    assert.match(one.request, /Content-Type: multipart\/alternative;/);
    assert.doesNotMatch(one.request, /X-Mailer/i);
    assert.doesNotMatch(one.request, /[^\r]\n/);
  });

  it('a long line of plain text stays as it is, up to what SMTP allows', async () => {
    const server = await scripted({});
    const text = `${'x'.repeat(161)}\n.dot\rlast`;
    const sent = await send(to(server), mail({}, { mail: { ...mail({}).mail, text } }));
    assert.match(sent.request, /Content-Transfer-Encoding: 7bit\r\n/);
    assert.ok(sent.request.includes(`\r\n\r\n${'x'.repeat(161)}\r\n..dot\r\nlast\r\n.\r\n`));
  });

  it('an empty subject sends no Subject', async () => {
    const server = await scripted({});
    const sent = await send(to(server), mail({}, { mail: { ...mail({}).mail, subject: '' } }));
    assert.doesNotMatch(sent.request, /^Subject/im);
  });

  for (const field of ['subject', 'from', 'to', 'messageId'] as const) {
    it(`a line break in ${field} becomes no header`, async () => {
      const server = await scripted({});
      const evil = `x@y.test\r\nBcc: evil@example.com\r\n\r\nbody`;
      const sent = await send(to(server), mail({}, { mail: { ...mail({}).mail, [field]: evil } }));
      assert.equal(sent.failure, null);
      assert.doesNotMatch(sent.request, /^(?:Bcc|body)/im);
    });
  }

  for (const envelope of [
    { from: 'a@b.test>\r\nRCPT TO:<evil@example.com', to: ['x@y.test'] },
    { from: 'a@b.test', to: ['x@y.test\r\nDATA'] },
  ]) {
    it(`a line break in the envelope (${JSON.stringify(envelope)}) is refused before MAIL FROM`, async () => {
      const server = await scripted({});
      const sent = await send(to(server), mail({}, { envelope }));
      assert.equal(sent.failure?.phase, 'smtp');
      assert.match(sent.failure?.message ?? '', /Invalid (sender|recipient)/);
      assert.equal(sent.failure?.mayHaveBeenSent, false);
      assert.doesNotMatch(server.texts()[0] ?? '', /MAIL FROM|RCPT|DATA/);
    });
  }

  describe('encrypted', () => {
    it('at once: TLS, then the conversation', async () => {
      const server = await scripted({}, presented(lab.leafOfG2));
      const sent = await send(to(server), mail({ encryption: 'tls' }));
      assert.equal(sent.failure, null);
      assert.equal(sent.exchange.tls?.trusted, true);
      assert.equal(sent.exchange.tls?.serverName, HOST);
      assert.match(sent.request, /^EHLO localhost\r\nMAIL FROM/);
    });

    it('STARTTLS: greeting and STARTTLS in clear, everything else encrypted', async () => {
      const server = await startTlsServer(presented(lab.leafOfG2));
      const sent = await send(
        to(server),
        mail({ encryption: 'starttls', auth: { username: 'ise', password: 'smtp-geheim' } }),
      );
      assert.equal(sent.failure, null);
      assert.match(
        sent.request,
        /^EHLO localhost\r\nSTARTTLS\r\nEHLO localhost\r\nAUTH PLAIN \*{8}\r\nMAIL FROM/,
      );
      assert.deepEqual(
        sent.exchange.lines
          .filter(({ from }) => from === 'server')
          .map(({ text }) => text)
          .slice(0, 4),
        ['220 tls.test', '250-tls.test', '250 STARTTLS', '220 go'],
      );
      assert.equal(sent.exchange.tls?.trusted, true);
      assert.match(server.texts()[0] ?? '', /^EHLO localhost\r\nSTARTTLS\r\n/);
      assert.doesNotMatch(server.texts()[0] ?? '', /MAIL FROM/);
    });

    for (const encryption of ['tls', 'starttls'] as const) {
      it(`${encryption}: an untrusted server gets neither login nor mail`, async () => {
        const said: string[] = [];
        const server =
          encryption === 'tls'
            ? await scripted({}, presented(lab.leafOfG2))
            : await startTlsServer(presented(lab.leafOfG2), (text) => said.push(text));
        const sent = await send(
          to(server, []),
          mail({ encryption, auth: { username: 'ise', password: 'smtp-geheim' } }),
        );
        assert.equal(sent.failure?.phase, 'tls');
        assert.equal(sent.failure?.code, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
        assert.equal(sent.exchange.tls?.chain.length, 1);
        assert.equal(encryption === 'tls' ? server.texts().join('') : said.join(''), '');
        assert.doesNotMatch(sent.request, /AUTH|MAIL/);
      });
    }

    it('STARTTLS that is not offered: nothing but EHLO is said', async () => {
      const server = await scripted({ EHLO: '250 bare.test' });
      const sent = await send(to(server), mail({ encryption: 'starttls' }));
      assert.equal(sent.failure?.code, 'STARTTLS_NOT_OFFERED');
      assert.equal(sent.failure?.phase, 'smtp');
      assert.equal(sent.request, 'EHLO localhost\r\n');
    });

    it('STARTTLS that is refused: the server keeps its words', async () => {
      const server = await scripted({ EHLO: '250 STARTTLS', STARTTLS: '454 not now' });
      const sent = await send(to(server), mail({ encryption: 'starttls' }));
      assert.equal(sent.failure?.code, '454');
      assert.match(sent.failure?.message ?? '', /STARTTLS.*454 not now/);
    });

    it('STARTTLS with more after it in clear is an attack and ends there', async () => {
      const server = await scripted({ EHLO: '250 STARTTLS', STARTTLS: '220 go\r\n250 injected' });
      const sent = await send(to(server), mail({ encryption: 'starttls' }));
      assert.equal(sent.failure?.code, 'STARTTLS_INJECTION');
    });
  });

  describe('login', () => {
    const auth = { username: 'ise', password: 'smtp-geheim' };
    const plain = Buffer.from('\0ise\0smtp-geheim').toString('base64');

    it('AUTH PLAIN is masked in bytes and lines', async () => {
      const server = await scripted({ EHLO: '250 AUTH PLAIN LOGIN', AUTH: '235 in' });
      const sent = await send(to(server), mail({ auth }));
      assert.equal(sent.failure, null);
      assert.ok(server.texts()[0]?.includes(`AUTH PLAIN ${plain}\r\n`));
      assert.match(sent.request, /AUTH PLAIN \*{8}\r\n/);
      assert.ok(sent.exchange.lines.some(({ text }) => text === 'AUTH PLAIN ********'));
      assert.ok(!JSON.stringify(sent).includes(plain));
    });

    it('AUTH LOGIN is masked in bytes and lines, the name too', async () => {
      const name = Buffer.from('ise').toString('base64');
      const password = Buffer.from('smtp-geheim').toString('base64');
      const server = await scripted({
        EHLO: '250-bare.test\r\n250 AUTH LOGIN',
        AUTH: '334 VXNlcm5hbWU6',
        [name]: '334 UGFzc3dvcmQ6',
        [password]: '235 in',
      });
      const sent = await send(to(server), mail({ auth }));
      assert.equal(sent.failure, null);
      assert.match(sent.request, /AUTH LOGIN\r\n\*{8}\r\n\*{8}\r\nMAIL FROM/);
      assert.ok(sent.exchange.lines.some(({ text }) => text === '334 UGFzc3dvcmQ6'));
      assert.ok(!JSON.stringify(sent).includes(password));
    });

    it('a server that repeats the password in its refusal is masked', async () => {
      const server = await scripted({ EHLO: '250 AUTH PLAIN', AUTH: '535 smtp-geheim is wrong' });
      const sent = await send(to(server), mail({ auth }));
      assert.equal(sent.failure?.code, '535');
      assert.match(sent.failure?.message ?? '', /AUTH.*535 \*{8} is wrong/);
      assert.ok(!JSON.stringify(sent).includes('smtp-geheim'));
    });

    it('onTransmit comes after the login and before MAIL FROM; when it throws, no mail leaves', async () => {
      const server = await scripted({ EHLO: '250 AUTH PLAIN', AUTH: '235 in' });
      const broken = new Error('disk full');
      await assert.rejects(
        send(to(server), mail({ auth }), {
          onTransmit: async () => {
            assert.match(server.texts()[0] ?? '', /AUTH PLAIN/);
            throw broken;
          },
        }),
        broken,
      );
      assert.doesNotMatch(server.texts()[0] ?? '', /MAIL FROM/);
    });
  });

  describe('refused', () => {
    for (const [step, script, code] of [
      ['greeting', { '': '554 go away' }, 554],
      ['EHLO', { EHLO: '550 no', HELO: '550 no' }, 550],
      ['MAIL FROM', { MAIL: '553 sender unknown' }, 553],
      ['RCPT TO', { RCPT: '550 5.1.1 no such user' }, 550],
      ['DATA', { DATA: '451 later' }, 451],
      ['the message', { '.': '552-too\r\n552 much' }, 552],
    ] as const) {
      it(`at ${step}: the code, the server's words, and the step`, async () => {
        const server = await scripted(script);
        const sent = await send(to(server), mail({}));
        assert.equal(sent.failure?.phase, 'smtp');
        assert.equal(sent.failure?.code, String(code));
        assert.ok(sent.failure?.message.includes(step), sent.failure?.message);
        assert.equal(sent.failure?.mayHaveBeenSent, false);
        assert.ok(sent.reply?.protocol === 'smtp');
        assert.equal(sent.reply.code, code);
        assert.deepEqual(sent.reply.rejected, step === 'RCPT TO' ? ['15556661212@sms.test'] : []);
        const words = (Object.values(script)[0] ?? '')
          .split(/\r\n/)
          .map((line) => line.slice(4))
          .join('\n');
        assert.equal(sent.reply.text, words);
      });
    }

    it('for one of two recipients: sent, and the other is named', async () => {
      const server = await scripted({ 'RCPT TO:<b@': '550 no' });
      const sent = await send(
        to(server),
        mail({}, { envelope: { from: 'a@x.test', to: ['a@x.test', 'b@x.test'] } }),
      );
      assert.equal(sent.failure, null);
      assert.deepEqual(sent.reply?.protocol === 'smtp' && sent.reply.rejected, ['b@x.test']);
    });

    it('pipelined: the refusal of the recipient is the reason', async () => {
      const server = await scripted({
        EHLO: '250 PIPELINING',
        RCPT: '550 no such user',
        DATA: '503 no recipients',
      });
      const sent = await send(to(server), mail({}));
      assert.equal(sent.failure?.code, '550');
      assert.match(sent.failure?.message ?? '', /RCPT TO/);
    });
  });

  describe('broken off', () => {
    for (const [words, script, mayHaveBeenSent] of [
      ['before its greeting', { '': null }, false],
      ['before it answered EHLO', { EHLO: null }, false],
      ['before it answered MAIL FROM', { MAIL: null }, false],
      ['before it answered RCPT TO', { RCPT: null }, false],
      ['before it answered DATA', { DATA: null }, false],
      ['end of data', { '.': null }, true],
    ] as const) {
      it(`${words}: ${mayHaveBeenSent ? 'may have been sent' : 'not sent'}`, async () => {
        const server = await scripted(script);
        const sent = await send(to(server), mail({}));
        assert.equal(sent.failure?.phase, 'smtp');
        assert.ok(sent.failure?.message.includes(words), sent.failure?.message);
        assert.equal(sent.failure?.mayHaveBeenSent, mayHaveBeenSent);
        assert.equal(sent.reply, null);
      });
    }

    it('what is no mail server is shown', async () => {
      const server = await scripted({ '': 'SSH-2.0-x' });
      const sent = await send(to(server), mail({}));
      assert.equal(sent.failure?.code, 'EPROTOCOL');
      assert.match(sent.failure?.message ?? '', /SSH-2\.0-x/);
    });

    it('a closed port is a failure of phase connect', async () => {
      const server = await scripted({});
      await server.close();
      const sent = await send(to(server), mail({}));
      assert.equal(sent.failure?.phase, 'connect');
      assert.equal(sent.failure?.code, 'ECONNREFUSED');
    });
  });

  describe('when the time is over', () => {
    for (const [words, script, mayHaveBeenSent] of [
      ['the greeting', { '': undefined }, false],
      ['EHLO', { EHLO: undefined }, false],
      ['RCPT TO', { RCPT: undefined }, false],
      ['end of data', { '.': undefined }, true],
    ] as const) {
      it(`at ${words}: ${mayHaveBeenSent ? 'may have been sent' : 'not sent'}`, async () => {
        const server = await scripted(script);
        const sent = await send(to(server), mail({}, { timeoutMs: 700 }));
        assert.equal(sent.failure?.phase, 'smtp');
        assert.equal(sent.failure?.code, 'TIMEOUT');
        assert.equal(sent.failure?.timedOut, true);
        assert.ok(sent.failure?.message.includes(words), sent.failure?.message);
        assert.equal(sent.failure?.mayHaveBeenSent, mayHaveBeenSent);
      });
    }

    it('at STARTTLS', async () => {
      const server = await scripted({ EHLO: '250 STARTTLS', STARTTLS: undefined });
      const sent = await send(to(server), mail({ encryption: 'starttls' }, { timeoutMs: 700 }));
      assert.equal(sent.failure?.code, 'TIMEOUT');
      assert.match(sent.failure?.message ?? '', /STARTTLS/);
    });

    it('a line of the message that looks like a command does not mislead', async () => {
      const server = await scripted({ '.': undefined });
      const text = 'MAIL FROM:<x>\nDATA\nEHLO';
      const sent = await send(to(server), mail({}, { timeoutMs: 700, mail: { ...mail({}).mail, text } }));
      assert.match(sent.failure?.message ?? '', /end of data/);
      assert.equal(sent.failure?.mayHaveBeenSent, true);
    });
  });

  it('QUIT is said, and the result does not wait for the server to agree', async () => {
    const server = await scripted({ QUIT: undefined });
    const sent = await send(to(server), mail({}));
    assert.equal(sent.failure, null);
    assert.match(sent.request, /QUIT\r\n$/);
    assert.ok(sent.exchange.timings.total < 1000);
  });

  /** Speaks STARTTLS; `heard` gets what comes through TLS. */
  function startTlsServer(
    options: tls.TlsOptions,
    heard: (text: string) => void = () => {},
  ): Promise<BareServer> {
    return serve({
      connected(socket) {
        socket.write('220 tls.test\r\n');
        socket.on('data', function clear(chunk: Buffer) {
          if (chunk.toString().startsWith('EHLO')) socket.write('250-tls.test\r\n250 STARTTLS\r\n');
          if (!chunk.toString().startsWith('STARTTLS')) return;
          socket.removeAllListeners('data');
          socket.write('220 go\r\n');
          const secured = new tls.TLSSocket(socket, {
            isServer: true,
            secureContext: tls.createSecureContext(options),
          });
          secured.on('error', () => {});
          secured.on('data', (bytes: Buffer) => heard(bytes.toString()));
          smtpScript({ '': undefined, EHLO: '250 AUTH PLAIN', AUTH: '235 in' })(secured as net.Socket);
        });
      },
    });
  }
});
