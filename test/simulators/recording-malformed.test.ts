import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { converse, type Lab, startLab, text } from './lab.ts';

const SEND = '/http/sendmsg?user=lab&password=lab-password&api_id=3591672&to=27999112345&text=';

describe('recording of what is not a whole request', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab({ limits: { headBytes: 2000, bodyBytes: 5000 } });
  });
  afterEach(() => lab.close());

  const get = (word: string, more = '') => `GET ${SEND}${word} HTTP/1.1\r\nhOsT:  odd  \r\n${more}\r\n`;

  const malformed: [string, string, number, RegExp][] = [
    ['words', 'hello, is anybody there?\r\n', 400, /request line is malformed/],
    ['binary rubbish', '\x00\x01\x02\x03', 400, /not an HTTP request/],
    ['TLS on the plain port', '\x16\x03\x01\x02\x00', 400, /TLS was spoken to the plain HTTP port/],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, /request line is malformed/],
    ['lines without CR', 'GET / HTTP/1.1\nHost: a\n\n', 400, /LF without CR/],
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400, /Host header/],
    [
      'a header without a colon',
      'GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n',
      400,
      /header line is malformed/,
    ],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n', 400, /header line is malformed/],
    [
      'a length that is no number',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n',
      400,
      /Content-Length/,
    ],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      /Content-Length/,
    ],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      /contradict/,
    ],
    [
      'an unknown encoding',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n',
      501,
      /not chunked/,
    ],
    [
      'a chunk size that is none',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
      /chunk size/,
    ],
    [
      'a chunk that is too long',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n',
      400,
      /longer than its size/,
    ],
    [
      'a head that does not end',
      `GET / HTTP/1.1\r\nHost: ${'a'.repeat(3000)}`,
      431,
      /longer than 2000 bytes/,
    ],
    [
      'a body over the limit',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5001\r\n\r\nstart',
      413,
      /longer than 5000 bytes/,
    ],
    [
      'chunks over the limit',
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1389\r\nstart',
      413,
      /longer than 5000 bytes/,
    ],
  ];
  for (const [what, sent, status, why] of malformed) {
    it(`${what}: answered ${status}, and every byte is kept`, async () => {
      const answered = await converse(lab.sim.http.port, (socket) => socket.write(sent, 'latin1'));
      const row = await lab.lastRow();
      assert.equal(text(row.raw), sent);
      assert.equal(row.status, status);
      assert.match(row.refusal ?? '', why);
      assert.equal(text(row.response), answered);
      assert.match(answered, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(answered, /\r\nConnection: close\r\n/);
    });
  }

  it('rubbish behind a good request: the good one is answered, the rubbish is a row of its own', async () => {
    await converse(lab.sim.http.port, (socket) => socket.write(`${get('one')}rubbish\r\n`));
    const rows = await lab.rows();
    assert.deepEqual(
      rows.map((row) => [text(row.raw), row.status]),
      [
        [get('one'), 200],
        ['rubbish\r\n', 400],
      ],
    );
  });

  it('a request that is cut off in the middle: kept as far as it came, without an answer', async () => {
    const sent = 'POST /http/sendmsg HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nuser=lab';
    const socket = connect(lab.sim.http.port, '127.0.0.1', () => socket.write(sent));
    const seen = await lab.until(async () => (await lab.rows()).at(-1));
    assert.equal(seen.status, null);
    socket.resetAndDestroy();
    const row = await lab.until(async () => {
      const last = await lab.lastRow();
      return last.refusal !== null && last;
    });
    assert.equal(text(row.raw), sent);
    assert.equal(row.refusal, 'The connection ended in the middle of the request');
    assert.equal(row.response.length, 0);
    assert.deepEqual(await lab.messages(), []);
  });

  it('half a head, then silence: answered 408 when the time is over', async () => {
    const hasty = await startLab({ limits: { requestMs: 20 } });
    const answered = await converse(hasty.sim.http.port, (socket) => socket.write('GET / HT'));
    const row = await hasty.lastRow();
    assert.match(answered, /^HTTP\/1\.1 408 /);
    assert.equal(text(row.raw), 'GET / HT');
    assert.equal(row.status, 408);
    await hasty.close();
  });
});
