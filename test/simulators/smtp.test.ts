import assert from 'node:assert/strict';
import nodemailer from 'nodemailer';
import { converse, type Lab, startLab, text } from './lab.ts';
import { dialogue, envelope, mail, QUIT, transport } from './mail-client.ts';

describe('SMTP server', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  it('a mail from nodemailer: one message per recipient, and a row with the conversation', async () => {
    const { messageId } = await transport(lab).sendMail({
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
    await transport(lab, {
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
    const tried = transport(lab, {
      ignoreTLS: false,
      requireTLS: true,
      tls: { ca: lab.sim.ca, servername: 'smtp.example.com' },
    }).sendMail(mail);
    await assert.rejects(tried, /self-signed certificate/);
  });

  it('a login is accepted from anybody, unless one is configured', async () => {
    await transport(lab, { auth: { user: 'any', pass: 'body' } }).sendMail(mail);
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
    const answers = await dialogue(lab, [...first, ...second, QUIT]);
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
    await dialogue(lab, [
      ...envelope(),
      `Subject: one\r\n\r\nfirst\r\n.\r\n${next}`,
      'second\r\n.\r\n',
      QUIT,
    ]);
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
      const answers = await dialogue(lab, [...envelope(), data, QUIT]);
      assert.match(answers, /\r\n250 OK: queued/);
      const row = await lab.lastRow();
      assert.ok(text(row.raw).includes(`DATA\r\n${data}`));
      const messages = await lab.messages();
      assert.equal(messages.length, 1);
      assert.match(messages[0]?.text ?? '', shown);
    });
  }

  it('a conversation that breaks off: recorded as far as it went', async () => {
    await dialogue(lab, [...envelope(), 'Subject: half'], (socket) => {
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
