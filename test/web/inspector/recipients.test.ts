import assert from 'node:assert/strict';
import request from 'supertest';
import { type Lab, SECRET, startLab } from './lab.ts';

const MAIL = [
  'EHLO client',
  'AUTH PLAIN AGFiAGNk',
  'MAIL FROM:<ise@b.c>',
  'RCPT TO:<Jane@b.example>',
  'DATA',
  'From: ise@b.c',
  'Subject: a long',
  ' subject',
  'X-Odd: <b>',
  '',
  'Hello J\u00e4ne',
  '..one dot',
  `token ${SECRET}`,
  '.',
  'QUIT',
  '',
].join('\r\n');

describe('inspector phones and mailboxes', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await startLab();
  });

  afterEach(() => lab.close());

  const page = async (path: string) =>
    (await request(lab.app).get(path).set('Accept', 'text/html').expect(200)).text;

  const mail = () =>
    lab.receive(
      { channel: 'email', to: 'Jane@b.example', subject: 'Hi <b>', text: 'Hello', html: '<p>Hello' },
      { protocol: 'smtp', raw: Buffer.from(MAIL) },
    );

  it('phones are listed once each, the last message first, and lead to their messages', async () => {
    await lab.receive({ to: '+1 (555) 666-1212', text: 'first' });
    await lab.receive({ to: '+447700900000' });
    await lab.receive({ to: '15556661212', text: 'last one' });
    await mail();
    const html = await page('/lab/phones');
    assert.match(html, /last one[\s\S]*\+447700900000/);
    assert.match(html, /href="\/lab\/phones\/15556661212"/);
    assert.doesNotMatch(html, /Jane@/);
    assert.match(html, /2 in all/);
    const { body } = await request(lab.app).get('/lab/api/phones?limit=1').expect(200);
    assert.deepEqual([body.total, body.items.length, body.items[0].amount], [2, 1, 2]);
  });

  it('a phone shows each SMS with sender, segments, what forces UCS-2, and credentials as text', async () => {
    await lab.receive({ text: 'Username: jdoe Password: s3cret' });
    await lab.receive({ text: 'Grüße – <i>' });
    await lab.receive({ text: 'x'.repeat(161), from: '' });
    const html = await page('/lab/phones/+1 555 666 1212');
    assert.match(html, /<code id="username-message-1">jdoe<\/code>/);
    assert.match(html, /<code id="password-message-1">s3cret<\/code>/);
    assert.match(html, /From <bdi>\+15005550006<\/bdi>/);
    assert.match(html, /1 segment in UCS-2[\s\S]*?<code>–<\/code>/);
    assert.match(html, /2 segments in GSM-7, 161 characters/);
    assert.match(html, /Grüße – &lt;i&gt;/);
    assert.match(html, /No sender named/);
    assert.match(html, /href="https:\/\/127\.0\.0\.1:8443\/portal\/PortalSetup\.action\?portal=portal-1"/);
  });

  it('a phone without messages waits for one, and what is no number is not found', async () => {
    assert.match(await page('/lab/phones/15550000000'), /No SMS has arrived at this number/);
    assert.match(await page('/lab/mailboxes/a@b.c'), /No email has arrived at this address/);
    await request(lab.app).get('/lab/phones/nobody').expect(404);
    await request(lab.app).get('/lab/mailboxes/123').expect(404);
  });

  it('a mailbox lists its mails, and a mail shows frame, text, headers and source, secrets masked', async () => {
    const { id } = await mail();
    assert.match(await page('/lab/mailboxes'), /href="\/lab\/mailboxes\/jane%40b\.example"/);
    const path = `/lab/mailboxes/jane%40b.example/${id}`;
    assert.ok((await page('/lab/mailboxes/JANE@b.example')).includes(`href="${path}"`));
    const html = await page(path);
    assert.match(html, new RegExp(`<iframe class="mail" sandbox src="/lab/messages/${id}/html"`));
    assert.match(html, /Subject<\/th><td>a long subject/);
    assert.match(html, /Hello Jäne/);
    assert.match(html, /Hi &lt;b&gt;/);
    assert.doesNotMatch(html, new RegExp(`${SECRET}|AGFiAGNk|RCPT TO`));
    const frame = await request(lab.app).get(`/lab/messages/${id}/html`).expect(200);
    assert.match(frame.headers['content-security-policy'] ?? '', /^sandbox; default-src 'none'/);
    await request(lab.app).get(`/lab/mailboxes/other@b.c/${id}`).expect(404);
  });

  it('the source of a mail is served byte for byte, without the dots of the wire', async () => {
    const { id } = await mail();
    const answer = await request(lab.app).get(`/lab/messages/${id}/eml`).buffer(true).expect(200);
    const text = Buffer.from(answer.body).toString('utf8');
    assert.match(text, /^From: ise@b\.c\r\nSubject: a long\r\n subject\r\n/);
    assert.match(text, /\r\nHello Jäne\r\n\.one dot\r\ntoken \*+\r\n$/);
    assert.match(answer.headers['content-disposition'] ?? '', /attachment; filename="message-.*\.eml"/);
    const sms = await lab.receive();
    await request(lab.app).get(`/lab/messages/${sms.id}/eml`).expect(404);
  });
});
