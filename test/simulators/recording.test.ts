import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { converse, type Lab, startLab, text } from './lab.ts';

const SEND = '/http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=27999112345&text=';

describe('recording of HTTP', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ limits: { headBytes: 2000, bodyBytes: 5000 } });
  });
  afterEach(() => lab.close());

  const get = (word: string, more = '') => `GET ${SEND}${word} HTTP/1.1\r\nhOsT:  odd  \r\n${more}\r\n`;

  it('a request: its exact bytes and the exact answer are kept', async () => {
    const sent = get('one', 'Connection: close\r\nX-Empty:\r\n');
    const answered = await converse(lab.sim.http.port, (socket) => socket.write(sent));
    const row = await lab.lastRow();
    assert.equal(text(row.raw), sent);
    assert.equal(text(row.response), answered);
    assert.match(answered, /^HTTP\/1\.1 200 OK\r\n/);
    assert.deepEqual(
      [row.protocol, row.simulator, row.status, row.refusal, row.fault, row.secure, row.remoteAddress],
      ['http', 'clickatell-http', 200, null, null, false, '127.0.0.1'],
    );
    assert.equal(row.receivedAt, '2023-08-24T05:01:45.000Z');
    const [message] = await lab.messages();
    assert.equal(message?.requestId, row.id);
    assert.equal(message?.text, 'one');
  });

  it('three requests in one packet: each row holds its own bytes, answers come in order', async () => {
    const sent = [get('one'), `\r\n${get('two')}`, get('three', 'Connection: close\r\n')];
    const answered = await converse(lab.sim.http.port, (socket) => socket.write(sent.join('')));
    const rows = await lab.rows();
    assert.deepEqual(
      rows.map(({ raw }) => text(raw)),
      sent,
    );
    assert.equal(rows.map(({ response }) => text(response)).join(''), answered);
    assert.deepEqual(
      (await lab.messages()).map((message) => message.text),
      ['one', 'two', 'three'],
    );
  });

  it('a request byte by byte, followed by the next in the packet of its last byte: cut where it ends', async () => {
    const body = 'text=caf%C3%A9&user=lab&password=lab-password&api_id=3591672&to=27999112345';
    const first = `POST /http/sendmsg.php HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const second = get('next', 'Connection: close\r\n');
    await converse(lab.sim.http.port, async (socket) => {
      socket.setNoDelay(true);
      for (const byte of first.slice(0, -1)) {
        await new Promise<void>((resolve) => socket.write(byte, () => resolve()));
      }
      socket.write(first.slice(-1) + second);
    });
    assert.deepEqual(
      (await lab.rows()).map(({ raw }) => text(raw)),
      [first, second],
    );
    assert.deepEqual(
      (await lab.messages()).map((message) => message.text),
      ['café', 'next'],
    );
  });

  it('a chunked body with an extension and a trailer: decoded for the vendor, raw in the record', async () => {
    const sent =
      'POST /http/sendmsg HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n' +
      '3f;why=not\r\nuser=lab&password=lab-password&api_id=3591672&to=27999112345&te\r\n' +
      '8\r\nxt=hello\r\n0\r\nX-Sum: 1\r\n\r\n';
    const next = get('next', 'Connection: close\r\n');
    await converse(lab.sim.http.port, (socket) => socket.write(sent + next));
    assert.deepEqual(
      (await lab.rows()).map(({ raw }) => text(raw)),
      [sent, next],
    );
    assert.deepEqual(
      (await lab.messages()).map((message) => message.text),
      ['hello', 'next'],
    );
  });

  it('a client that waits for 100 Continue is told to go on, and the record has both answers', async () => {
    const body = 'user=lab&password=lab-password&api_id=3591672&to=27999112345&text=go';
    const head = `POST /http/sendmsg HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`;
    const socket = connect(lab.sim.http.port, '127.0.0.1');
    let answered = '';
    socket.write(head);
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        if (answered === '') socket.write(body);
        answered += chunk.toString('latin1');
      });
      socket.on('close', () => resolve());
    });
    assert.match(answered, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    const row = await lab.lastRow();
    assert.equal(text(row.raw), head + body);
    assert.equal(text(row.response), answered);
  });

  it('a client that closes its half after the request still gets the answer', async () => {
    const answered = await converse(lab.sim.http.port, (socket) => socket.end(get('one')));
    assert.match(answered, /^HTTP\/1\.1 200 /);
  });

  it('HTTP/1.0: closes, unless asked to keep the connection', async () => {
    const line = `GET ${SEND}one HTTP/1.0\r\n`;
    const answered = await converse(lab.sim.http.port, (socket) =>
      socket.write(`${line}Connection: keep-alive\r\n\r\n${line}\r\n`),
    );
    assert.equal(answered.match(/HTTP\/1\.1 200/g)?.length, 2);
    assert.match(answered, /\r\nConnection: keep-alive\r\n/);
    assert.match(answered, /\r\nConnection: close\r\n/);
  });

  it('the whole URL on the request line, as through a proxy, is understood', async () => {
    const sent = `GET http://api.clickatell.com${SEND}one HTTP/1.1\r\nHost: api.clickatell.com\r\nConnection: close\r\n\r\n`;
    await converse(lab.sim.http.port, (socket) => socket.write(sent));
    assert.equal((await lab.lastRow()).simulator, 'clickatell-http');
  });

  it('a path no vendor has: 404 with the paths there are, and a row', async () => {
    const told = await lab.ask('GET', '/nowhere');
    assert.equal(told.status, 404);
    assert.match(told.text, /\/rest\/message/);
    const row = await lab.lastRow();
    assert.equal(row.refusal, 'No provider has the path /nowhere');
    assert.equal(row.simulator, null);
  });

  it('a connection without a byte leaves no row', async () => {
    await converse(lab.sim.http.port, (socket) => socket.end());
    assert.deepEqual(await lab.rows(), []);
  });

  for (const failing of ['saveRequest', 'saveMessage', 'updateRequest'] as const) {
    it(`a journal whose ${failing} fails: 503, because nothing goes unrecorded`, async () => {
      const journal = {
        saveRequest: () => Promise.resolve(),
        updateRequest: () => Promise.resolve(),
        saveMessage: () => Promise.resolve(),
        [failing]: () => Promise.reject(new Error('the disk is full')),
      };
      const broken = await startLab({ journal });
      const told = await broken.ask('GET', `${SEND}one`);
      assert.equal(told.status, 503);
      assert.match(told.text, /the disk is full/);
      await broken.close();
    });
  }

  it('close() ends at once, although connections are open', async () => {
    const sockets = [lab.sim.http.port, lab.sim.https.port, lab.sim.smtp.port].map((port) =>
      connect(port, '127.0.0.1'),
    );
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    sockets[0]?.write('GET / HT');
    const closed = Promise.all(
      sockets.map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.on('error', () => {});
            socket.once('close', () => resolve());
          }),
      ),
    );
    await lab.sim.close();
    await closed;
  });
});
