import assert from 'node:assert/strict';
import net from 'node:net';
import request from 'supertest';
import { type ComparedRow, counts } from '../../src/domain/comparison/row.ts';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, register, startEmulator } from '../support/emulators.ts';
import { Page } from '../support/page.ts';

const TWILIO = '/2010-04-01/Accounts/AC1ab000000000000000000000000001ab/Messages.json';
const AUTH = `Basic ${Buffer.from('AC1ab000000000000000000000000001ab:1ab0000000000000000000000000ab1e').toString('base64')}`;

/** Bytes as somebody else writes them; resolves with the answer once the other side has closed or answered whole. */
async function sendRaw(emulator: Emulator, raw: string): Promise<string> {
  const socket = net.connect(emulator.simulators.http.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.write(raw);
  });
  return answer;
}

function http(start: string, headers: string[], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return `${[`${start} HTTP/1.1`, 'Host: lab:8081', ...headers, ...length, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`;
}

async function comparisonOf(emulator: Emulator, query = '') {
  const { items } = await emulator.received.listRequests({ limit: 1 });
  const answer = await request(emulator.app).get(`/lab/api/requests/${items[0]?.id}/comparison${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

function differences(rows: ComparedRow[]): string[] {
  return rows
    .filter(counts)
    .map(({ place, name, verdict, why }) => [place, name, verdict, ...(why === null ? [] : [why])].join(' '));
}

describe('what we would have sent', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  after(closeEmulators);

  it('curl to Clickatell: the provider is found, what it wrote otherwise is named, the host is not', async () => {
    await sendRaw(
      emulator,
      http(
        'GET /http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=%2B15556661212&text=Hello%20you&from=17752874976&MO=0',
        ['User-Agent: curl/8.0', 'Accept: */*'],
      ),
    );
    const { provider, choices, sent, rows, ours } = await comparisonOf(emulator);
    assert.equal(provider, 'Global Default');
    assert.deepEqual(choices.slice(0, 2), ['Global Default', 'Clickatell HTTPS']);
    assert.deepEqual(sent, { to: '+15556661212', text: 'Hello you', readBy: 'simulator' });
    assert.deepEqual(differences(rows), [
      'query to different',
      'query text spelling blank',
      'query order order',
      'header User-Agent only-theirs',
      'header Accept only-theirs',
      'header Connection different',
    ]);
    const ignored = rows.filter(({ verdict }: ComparedRow) => verdict === 'ignored');
    assert.deepEqual(
      ignored.map(({ name, why }: ComparedRow) => `${name} ${why}`),
      ['password credentials', 'Host host'],
    );
    assert.match(ours.text, /^GET \/http\/sendmsg\?user=lab&password=\*{8}&/);
    assert.doesNotMatch(JSON.stringify(rows), /lab-password/);
  });

  it('a request that was refused: number and text are read from where the provider has them', async () => {
    const body = 'From=%2B17752874976&To=0815&Body=Tea+%26+cake';
    await sendRaw(
      emulator,
      http(
        `POST ${TWILIO}`,
        ['Content-Type: application/x-www-form-urlencoded', `Authorization: ${AUTH}`],
        body,
      ),
    );
    const { provider, sent, rows } = await comparisonOf(emulator);
    assert.equal(provider, 'Twilio');
    assert.deepEqual(sent, { to: '+0815', text: 'Tea & cake', readBy: 'shape' });
    assert.deepEqual(differences(rows), [
      'header Connection different',
      'form To different',
      'form order order',
    ]);
  });

  it('another provider is compared with when it is asked for', async () => {
    const { provider, rows } = await comparisonOf(emulator, '?provider=Telnyx');
    assert.equal(provider, 'Telnyx');
    assert.ok(differences(rows).includes('start path different'));
  });

  it('JSON: members are compared by name, value and order, credentials only by their scheme', async () => {
    const body = JSON.stringify({
      to: ['15556661212'],
      text: 'Hello',
      from: '17752874976',
      mo: 1,
      api_id: '3591672',
    });
    await sendRaw(
      emulator,
      http(
        'POST /rest/message',
        ['X-Version: 1', 'Content-Type: application/json', 'Authorization: Bearer other-token'],
        body,
      ),
    );
    const { provider, rows } = await comparisonOf(emulator);
    assert.equal(provider, 'Clickatell REST');
    const found = differences(rows);
    for (const one of [
      'header Authorization different',
      'header X-Version spelling case',
      'json mo different',
      'json order order',
    ]) {
      assert.ok(found.includes(one), `${one} in ${found.join(', ')}`);
    }
    assert.ok(!found.some((one) => /Content-Length|api_id|json text/.test(one)), found.join(', '));
  });

  it('bytes that are malformed are compared as far as they go, others not at all', async () => {
    await sendRaw(emulator, 'GET /http/sendmsg?to=1555&text=a HTTP/1.1\nHost: x\n\n');
    const one = await comparisonOf(emulator);
    assert.equal(one.provider, 'Global Default');
    await sendRaw(emulator, 'nonsense\r\n\r\n');
    assert.deepEqual((await comparisonOf(emulator)).rows, null);
  });

  it('an unknown path: the page asks for the provider, and compares with the one that is chosen', async () => {
    await sendRaw(
      emulator,
      http('POST /somewhere', ['Content-Type: application/json'], '{"to":"1555","text":"Hi"}'),
    );
    const { provider, likely, choices } = await comparisonOf(emulator);
    assert.deepEqual([provider, likely, choices.length], [null, false, 5]);
    const html = await request(emulator.app).get('/lab/requests/latest').set('Accept', 'text/html');
    const page = new Page(html.text);
    assert.match(page.text, /Choose the one that it should be compared with/);
    assert.equal(page.field('Compared with the provider').tag, 'select');
    const chosen = await request(emulator.app)
      .get('/lab/requests/latest?provider=Clickatell%20REST')
      .set('Accept', 'text/html');
    assert.match(
      new Page(chosen.text).text,
      /Request line: path other value Received\/somewhere We would send\/rest\/message/,
    );
  });

  it('our own deliveries are recognised, refused ones too, and not compared with themselves', async () => {
    emulator.simulators.twilio.failNext({ code: '21211' });
    await register(emulator, { provider: 'Twilio' });
    await emulator.settled();
    const refused = await comparisonOf(emulator);
    assert.equal(refused.own, await emulator.deliveries.latest());
    assert.equal(refused.rows, null);
    await register(emulator, { provider: 'Global Default', first: 'Jim' });
    await emulator.settled();
    assert.equal((await comparisonOf(emulator)).own, await emulator.deliveries.latest());
    const html = await request(emulator.app).get('/lab/requests/latest').set('Accept', 'text/html');
    assert.match(html.text, /We sent this request ourselves: <a href="\/lab\/deliveries\//);
  });

  it('mail: envelope, headers and body are compared, what is made anew is not', async () => {
    await register(emulator, { email: 'jane@example.com', first: 'Joan' });
    await emulator.settled();
    const { items } = await emulator.received.listRequests({ limit: 9 });
    const smtp = items.find(({ protocol }) => protocol === 'smtp');
    const mail = await emulator.received.findRequest(smtp?.id ?? '');
    assert.ok(mail);
    // Somebody else's: the same mail from another sender, under another name.
    const raw = Buffer.from(mail.raw)
      .toString('latin1')
      .replace(/MAIL FROM:<[^>]*>/, 'MAIL FROM:<ise@corp.example>');
    const messages = await emulator.received.messagesOf(mail.id);
    await emulator.received.saveRequest({ ...mail, id: 'other', raw: Buffer.from(raw, 'latin1') });
    assert.ok(messages[0]);
    await emulator.received.saveMessage({
      ...messages[0],
      id: 'm-other',
      requestId: 'other',
      providerMessageId: '<x@y>',
    });
    const { body } = await request(emulator.app).get('/lab/api/requests/other/comparison');
    assert.equal(body.provider, 'SMTP server');
    assert.deepEqual(
      body.rows
        .filter(({ place }: ComparedRow) => place === 'envelope')
        .map(({ name, verdict }: ComparedRow) => `${name} ${verdict}`),
      ['MAIL FROM different', 'RCPT TO same'],
    );
    const ids = body.rows.find(({ name }: ComparedRow) => name === 'Message-ID');
    assert.equal(ids?.why, 'message-id');
  });
});
