import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import nodemailer from 'nodemailer';
import { converse, type Lab, startLab, text } from './lab.ts';

describe('SMTP server', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  const transport = (more: object = {}) =>
    nodemailer.createTransport({
      host: '127.0.0.1',
      port: lab.sim.smtp.port,
      secure: false,
      ignoreTLS: true,
      ...more,
    });
  const mail = {
    from: 'ise@example.com',
    to: 'guest@example.com',
    subject: 'Your Gäste-Zugang',
    text: 'Username: u\nPassword: p&+%"',
  };

  /** Says each line after the answer to the one before; resolves with all answers when the server has closed. */
  async function dialogue(lines: string[], use: (socket: Socket) => void = () => {}): Promise<string> {
    const socket = connect(lab.sim.smtp.port, '127.0.0.1');
    use(socket);
    let answers = '';
    let last = '';
    const rest = [...lines];
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        answers += chunk.toString('latin1');
        last += chunk.toString('latin1');
        if (!/^\d\d\d .*\r\n$/m.test(last)) return;
        last = '';
        const next = rest.shift();
        if (next !== undefined) socket.write(Buffer.from(next, 'latin1'));
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
    return answers;
  }
  const envelope = (to = 'guest@example.com') => [
    'EHLO me\r\n',
    'MAIL FROM:<ise@example.com>\r\n',
    `RCPT TO:<${to}>\r\n`,
    'DATA\r\n',
  ];
  const QUIT = 'QUIT\r\n';

  it('a mail from nodemailer: one message per recipient, and a row with the conversation', async () => {
    const { messageId } = await transport().sendMail({
      ...mail,
      to: ['guest@example.com', 'Sponsor@example.com'],
      html: '<p>u</p>',
    });
    const messages = await lab.messages();
    assert.deepEqual(
      messages.map(({ to }) => to),
      ['guest@example.com', 'Sponsor@example.com'],
    );
    const [message] = messages;
    assert.deepEqual(
      [
        message?.channel,
        message?.provider,
        message?.from,
        message?.subject,
        message?.text,
        message?.html,
        message?.providerMessageId,
      ],
      [
        'email',
        'smtp',
        'ise@example.com',
        'Your Gäste-Zugang',
        'Username: u\nPassword: p&+%"',
        '<p>u</p>',
        messageId,
      ],
    );
    assert.equal((await lab.rows()).length, 1);
    const row = await lab.lastRow();
    assert.match(
      text(row.raw),
      /^EHLO .*\r\nMAIL FROM:<ise@example\.com>\r\nRCPT TO:<guest@example\.com>\r\nRCPT TO:<Sponsor@example\.com>\r\nDATA\r\n.*\r\n\.\r\n$/s,
    );
    assert.match(text(row.response), /^220 .*\r\n250 OK: queued as [0-9a-f]{12}\r\n$/s);
    assert.deepEqual(
      [row.protocol, row.simulator, row.status, row.refusal, row.secure, row.remoteAddress],
      ['smtp', 'smtp', 250, null, false, '127.0.0.1'],
    );
    assert.equal(messages[0]?.requestId, row.id);
  });

  it('STARTTLS under the lab root: recorded as it was inside', async () => {
    await transport({
      ignoreTLS: false,
      requireTLS: true,
      tls: { ca: lab.sim.ca, servername: 'smtp.example.com' },
    }).sendMail(mail);
    const row = await lab.lastRow();
    assert.match(text(row.raw), /^EHLO .*\r\nSTARTTLS\r\nEHLO .*\r\nMAIL FROM:.*\r\n\.\r\n/s);
    assert.equal(row.secure, true);
    assert.equal((await lab.messages()).length, 1);
  });

  it('STARTTLS serves the chain that is switched on', async () => {
    lab.sim.certificates.use('self-signed');
    const tried = transport({
      ignoreTLS: false,
      requireTLS: true,
      tls: { ca: lab.sim.ca, servername: 'smtp.example.com' },
    }).sendMail(mail);
    await assert.rejects(tried, /self-signed certificate/);
  });

  it('a login is accepted from anybody, unless one is configured', async () => {
    await transport({ auth: { user: 'any', pass: 'body' } }).sendMail(mail);
    const strict = await startLab({ credentials: { smtp: { user: 'ise', password: 'secret' } } });
    const as = (pass: string, method = 'PLAIN') =>
      nodemailer
        .createTransport({
          host: '127.0.0.1',
          port: strict.sim.smtp.port,
          ignoreTLS: true,
          auth: { user: 'ise', pass },
          authMethod: method,
        })
        .sendMail(mail);
    for (const method of ['PLAIN', 'LOGIN', 'CRAM-MD5']) await as('secret', method);
    await assert.rejects(as('wrong'), { responseCode: 535 });
    const row = await strict.until(async () => {
      const last = await strict.lastRow();
      return last.status === 535 && last;
    });
    assert.match(row.refusal ?? '', /^535 /);
    await strict.close();
  });

  it('several mails on one connection: a row for each, cut where the mail ends', async () => {
    const first = [...envelope(), 'Subject: one\r\n\r\nfirst\r\n.\r\n'];
    const second = ['RSET\r\n', 'MAIL FROM:<>\r\n', 'RCPT TO:<b@example.com>\r\n', 'DATA\r\n', '.\r\n'];
    const answers = await dialogue([...first, ...second, QUIT]);
    const rows = await lab.until(async () => {
      const all = await lab.rows();
      return text(all.at(-1)?.raw ?? new Uint8Array()).endsWith(QUIT) && all;
    });
    assert.deepEqual(
      rows.map(({ raw }) => text(raw)),
      [first.join(''), second.join('') + QUIT],
    );
    assert.equal(rows.map(({ response }) => text(response)).join(''), answers);
    assert.deepEqual(
      (await lab.messages()).map(({ text: said, from }) => [said, from]),
      [
        ['first\n', 'ise@example.com'],
        ['', ''],
      ],
    );
  });

  it('the next mail in the packet of the last line of the one before', async () => {
    const next = 'MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n';
    await dialogue([...envelope(), `Subject: one\r\n\r\nfirst\r\n.\r\n${next}`, 'second\r\n.\r\n', QUIT]);
    const rows = await lab.rows();
    assert.ok(text(rows[0]?.raw ?? new Uint8Array()).endsWith('first\r\n.\r\n'));
    assert.ok(text(rows[1]?.raw ?? new Uint8Array()).startsWith(`${next}second\r\n.\r\n`));
  });

  const odd: [string, string, RegExp][] = [
    ['bare line feeds', 'Subject: x\n\nline one\nline two\n\r\n.\r\n', /line one\nline two/],
    ['8-bit without a charset', 'Subject: x\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n.\r\n', /Grüße/],
    ['a line of 5,000 characters', `Subject: x\r\n\r\n${'a'.repeat(5000)}\r\n.\r\n`, /^a{5000}\n$/],
    ['no header', 'just words\r\n.\r\n', /.*/],
    [
      'a multipart without its end',
      'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nlost\r\n.\r\n',
      /lost/,
    ],
    ['base64 that is none', 'Content-Transfer-Encoding: base64\r\n\r\n???!\r\n.\r\n', /.*/],
    ['an unknown charset', 'Content-Type: text/plain; charset=klingon\r\n\r\nhello\r\n.\r\n', /hello/],
    ['a dot that is doubled', 'Subject: x\r\n\r\n..hidden\r\n.\r\n', /^\.hidden\n$/],
    ['nothing', '.\r\n', /^$/],
  ];
  for (const [what, data, shown] of odd) {
    it(`a mail with ${what}: accepted, recorded as it came, and listed`, async () => {
      const answers = await dialogue([...envelope(), data, QUIT]);
      assert.match(answers, /\r\n250 OK: queued/);
      const row = await lab.lastRow();
      assert.ok(text(row.raw).includes(`DATA\r\n${data}`));
      const messages = await lab.messages();
      assert.equal(messages.length, 1);
      assert.match(messages[0]?.text ?? '', shown);
    });
  }

  it('a conversation that breaks off: recorded as far as it went', async () => {
    await dialogue([...envelope(), 'Subject: half'], (socket) => {
      socket.on('data', (chunk: Buffer) => {
        if (chunk.toString().startsWith('354')) setImmediate(() => socket.end());
      });
    });
    const row = await lab.until(async () => {
      const last = await lab.lastRow();
      return last.refusal !== null && last;
    });
    assert.equal(row.refusal, 'The connection ended before a message was complete');
    assert.match(text(row.raw), /DATA\r\nSubject: half$/);
    assert.deepEqual(await lab.messages(), []);
  });

  it('what is no SMTP: refused and recorded', async () => {
    const answered = await converse(lab.sim.smtp.port, (socket) => socket.write('GET / HTTP/1.1\r\n\r\n'));
    assert.match(answered, /^421 /);
    const row = await lab.until(async () => {
      const last = (await lab.rows()).at(-1);
      return last?.refusal !== undefined && last.refusal !== null && last;
    });
    assert.equal(text(row.raw), 'GET / HTTP/1.1\r\n\r\n');
    assert.equal(row.status, 421);
  });

  it('longer than announced: 552, and no message', async () => {
    const small = await startLab({ limits: { mailBytes: 1000 } });
    const sent = nodemailer
      .createTransport({ host: '127.0.0.1', port: small.sim.smtp.port, ignoreTLS: true })
      .sendMail({ ...mail, text: 'a\n'.repeat(2000) });
    await assert.rejects(sent, { responseCode: 552 });
    const row = await small.until(async () => (await small.rows()).find(({ status }) => status === 552));
    assert.match(row.refusal ?? '', /1000/);
    assert.deepEqual(await small.messages(), []);
    await small.close();
  });

  it('mail to a number at an SMS domain is an SMS', async () => {
    await transport().sendMail({
      ...mail,
      to: '15556661212@SMS.example.com',
      text: 'Your code ß 😀\nline two',
    });
    const [message] = await lab.messages();
    assert.deepEqual(
      [message?.channel, message?.to, message?.text, message?.subject, message?.provider],
      ['sms', '15556661212', 'Your code ß 😀\nline two', null, 'smtp'],
    );
    await transport().sendMail({ ...mail, to: 'info@sms.example.com' });
    assert.equal((await lab.messages())[1]?.channel, 'email', 'no number, no SMS');
  });

  describe("Clickatell's SMTP API", () => {
    const send = (lines: string[], to = 'sms@messaging.clickatell.com') =>
      transport().sendMail({ ...mail, to, text: lines.join('\n') });
    const login = ['api_id: 3591672', 'user: lab', 'password: lab-password'];

    it('a line for each value: an SMS for each number', async () => {
      await send([
        ...login,
        'to: 27999112345,27999112346',
        'text: Username: u',
        'Password: p',
        'text: end',
        'reply: me@example.com',
      ]);
      assert.deepEqual(
        (await lab.messages()).map(({ channel, to, text: said }) => [channel, to, said]),
        [
          ['sms', '27999112345', 'Username: u\nPassword: p\nend'],
          ['sms', '27999112346', 'Username: u\nPassword: p\nend'],
        ],
      );
      assert.equal((await lab.lastRow()).refusal, null);
    });

    const wrong: [string, string[], string][] = [
      [
        'a wrong password',
        ['api_id: 3591672', 'user: lab', 'password: x', 'to: 27999112345', 'text: x'],
        'ERR: 001, Authentication failed',
      ],
      [
        'a wrong API id',
        ['api_id: 1', 'user: lab', 'password: lab-password', 'to: 27999112345', 'text: x'],
        'ERR: 108, Invalid or missing API ID',
      ],
      ['no number', [...login, 'text: x'], 'ERR: 101, Invalid or missing parameters'],
      ['a bad number', [...login, 'to: 333', 'text: x'], 'ERR: 105, Invalid Destination Address'],
      ['no text', [...login, 'to: 27999112345', 'text:'], 'ERR: 107, Empty message'],
      ['no lines', ['hello'], 'ERR: 001, Authentication failed'],
    ];
    for (const [what, lines, refusal] of wrong) {
      it(`${what}: taken as mail, but no SMS comes of it`, async () => {
        await send(lines);
        assert.deepEqual(
          (await lab.messages()).map(({ channel }) => channel),
          ['email'],
        );
        const row = await lab.lastRow();
        assert.deepEqual([row.status, row.refusal], [250, refusal]);
      });
    }

    it('another address of that kind takes the same lines, without a login', async () => {
      await send(['to: 27999112345', 'text: x'], 'api@gateway.example.com');
      assert.equal((await lab.messages())[0]?.to, '27999112345');
    });
  });

  describe('scripted faults', () => {
    it('rcpt: one recipient is refused, the other gets the mail', async () => {
      lab.sim.smtpServer.failNext({ code: 550, text: 'No such user', to: 'Bad@example.com' });
      const told = await transport().sendMail({ ...mail, to: ['bad@example.com', 'good@example.com'] });
      assert.deepEqual([told.accepted, told.rejected], [['good@example.com'], ['bad@example.com']]);
      const row = await lab.lastRow();
      assert.equal(row.fault, 'scripted: code 550 for bad@example.com');
      assert.equal(row.refusal, '550 No such user');
      assert.deepEqual(
        (await lab.messages()).map(({ to }) => to),
        ['good@example.com'],
      );
    });

    for (const [phase, code] of [
      ['connect', 421],
      ['mail', 451],
      ['rcpt', 450],
      ['data', 554],
    ] as const) {
      it(`${phase}: refused with ${code}, recorded, no message; the next mail passes`, async () => {
        const scripted = lab.sim.smtpServer.failNext({ phase, code, text: 'Not now' });
        await assert.rejects(transport().sendMail(mail), { responseCode: code });
        const row = await lab.until(async () => {
          const last = await lab.lastRow();
          return last.status === code && last;
        });
        assert.equal(row.refusal, `${code} Not now`);
        assert.equal(row.fault, `scripted: code ${code} at ${phase}`);
        assert.equal(scripted.hits[0]?.requestId, row.id);
        assert.deepEqual(await lab.messages(), []);
        await transport().sendMail(mail);
        assert.equal((await lab.messages()).length, 1);
      });
    }

    it('hang: no answer to the mail', async () => {
      lab.sim.smtpServer.failNext({ hang: true });
      const tried = transport({ socketTimeout: 60_000 }).sendMail(mail);
      const row = await lab.until(async () => (await lab.rows()).find(({ fault }) => fault !== null));
      assert.match(text(row.raw), /\r\n\.\r\n$/);
      assert.equal(row.status, null);
      lab.sim.reset();
      await assert.rejects(tried);
      assert.deepEqual(await lab.messages(), []);
    });

    it('reset: the connection breaks', async () => {
      lab.sim.smtpServer.failNext({ reset: true, phase: 'mail' });
      await assert.rejects(transport().sendMail(mail));
      assert.equal((await lab.lastRow()).fault, 'scripted: connection reset at mail');
    });

    it('what cannot be known in time is refused', () => {
      assert.throws(
        () => lab.sim.smtpServer.failNext({ phase: 'mail', code: 550, to: 'a@b' }),
        /^TypeError: to: "a@b" is not allowed: recipients are known from the phase rcpt on/,
      );
      assert.throws(() => lab.sim.smtpServer.failNext({ code: 250 }), /an SMTP reply code from 400 to 599/);
    });
  });

  it('a journal that fails: the mail is refused for now', async () => {
    const broken = await startLab({
      journal: {
        saveRequest: () => Promise.reject(new Error('the disk is full')),
        updateRequest: () => Promise.resolve(),
        saveMessage: () => Promise.resolve(),
      },
    });
    const sent = nodemailer
      .createTransport({ host: '127.0.0.1', port: broken.sim.smtp.port, ignoreTLS: true })
      .sendMail(mail);
    await assert.rejects(sent, { responseCode: 451 });
    await broken.close();
  });
});
