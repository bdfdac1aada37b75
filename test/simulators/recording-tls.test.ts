import assert from 'node:assert/strict';
import { connect as tlsConnect } from 'node:tls';
import { converse, type Lab, startLab, text } from './lab.ts';

const SEND = '/http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=27999112345&text=';

describe('recording of TLS', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ limits: { headBytes: 2000, bodyBytes: 5000 } });
  });
  afterEach(() => lab.close());

  const get = (word: string, more = '') => `GET ${SEND}${word} HTTP/1.1\r\nhOsT:  odd  \r\n${more}\r\n`;

  it('inside TLS the record holds the plain bytes', async () => {
    const sent = get('secret', 'Connection: close\r\n');
    const socket = tlsConnect({
      port: lab.sim.https.port,
      host: '127.0.0.1',
      servername: 'api.clickatell.com',
      ca: lab.sim.ca,
    });
    let answered = '';
    socket.on('data', (chunk: Buffer) => {
      answered += chunk.toString('latin1');
    });
    socket.write(sent);
    await new Promise((resolve) => socket.once('end', resolve));
    const row = await lab.lastRow();
    assert.equal(text(row.raw), sent);
    assert.equal(text(row.response), answered);
    assert.equal(row.secure, true);
  });

  it('a handshake that the client breaks off leaves a row without bytes', async () => {
    const socket = tlsConnect({
      port: lab.sim.https.port,
      host: '127.0.0.1',
      servername: 'api.twilio.com',
      ca: [],
    });
    await new Promise((resolve) => socket.once('error', resolve));
    const row = await lab.until(async () => (await lab.rows()).at(-1));
    assert.equal(row.raw.length, 0);
    assert.equal(row.secure, true);
    assert.equal(row.remoteAddress, '127.0.0.1');
    assert.match(
      row.refusal ?? '',
      /^The TLS handshake was broken off: .*the client closed the connection.*the chain was "g2"$/,
    );
  });

  it('a client that goes after the handshake without a request leaves a row too', async () => {
    const socket = tlsConnect(
      { port: lab.sim.https.port, host: '127.0.0.1', rejectUnauthorized: false },
      () => socket.end(),
    );
    const row = await lab.until(async () => (await lab.rows()).at(-1));
    assert.match(row.refusal ?? '', /after the TLS handshake, without a request; the chain was "g2"/);
  });

  it('plain HTTP on the HTTPS port: 400, recorded', async () => {
    const sent = get('one');
    const answered = await converse(lab.sim.https.port, (socket) => socket.write(sent));
    const row = await lab.lastRow();
    assert.match(answered, /^HTTP\/1\.1 400 /);
    assert.equal(text(row.raw), sent);
    assert.equal(row.refusal, 'The plain HTTP request was sent to the HTTPS port');
  });
});
