import assert from 'node:assert/strict';
import type net from 'node:net';
import { afterEach, describe, it } from 'mocha';
import { type BareServer, httpAnswer, startBareServer } from '../support/bare-server.ts';
import { issueLabChain, presented } from '../support/certificates.ts';
import { startStoppedListener } from '../support/stopped-listener.ts';
import { closeWires, get, send, wire } from './builders.ts';

const SHORT = 150;

/** A resolver that ends like a DNS server would make Node's end. */
const failingLookup =
  (code: string): net.LookupFunction =>
  (host, _options, callback) =>
    callback(Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, syscall: 'getaddrinfo' }), '');

describe('wire: when an HTTP message fails', () => {
  const servers: BareServer[] = [];
  const serve = async (settings: Parameters<typeof startBareServer>[0]): Promise<BareServer> => {
    const server = await startBareServer(settings);
    servers.push(server);
    return server;
  };
  const saying = async (answer: string, end = false): Promise<string> => {
    const server = await serve({
      answer: (_, socket) => {
        if (end) socket.end(answer, 'latin1');
        else socket.write(answer, 'latin1');
      },
    });
    return `http://127.0.0.1:${server.port}/`;
  };
  afterEach(async () => {
    await closeWires();
    for (const server of servers.splice(0)) await server.close();
  });

  for (const code of ['ENOTFOUND', 'EAI_AGAIN']) {
    it(`an unknown host is a failure of phase dns, ${code}`, async () => {
      const sent = await send(wire({ lookup: failingLookup(code) }), get('http://nowhere.test/'));
      assert.equal(sent.failure?.phase, 'dns');
      assert.equal(sent.failure?.code, code);
      assert.match(sent.failure?.message ?? '', /nowhere\.test/);
      assert.equal(sent.failure?.mayHaveBeenSent, false);
      assert.equal(sent.exchange.address, null);
      assert.equal(sent.request, '');
      assert.deepEqual(sent.exchange.failure, sent.failure);
    });
  }

  it('the time for DNS is measured, and the time for an IP address is null', async () => {
    const server = await serve({ answer: (_, socket) => void socket.write(httpAnswer('200 OK')) });
    const lookup: net.LookupFunction = (_host, _options, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const sender = wire({ lookup });
    const named = await send(sender, get(`http://named.test:${server.port}/`));
    const numbered = await send(sender, get(`http://127.0.0.1:${server.port}/`));
    assert.ok((named.exchange.timings.dns ?? -1) >= 0);
    assert.equal(numbered.exchange.timings.dns, null);
    assert.ok(named.exchange.timings.total >= (named.exchange.timings.connect ?? 0));
  });

  it('a closed port is a failure of phase connect, ECONNREFUSED, that names the port', async () => {
    const server = await serve({});
    await server.close();
    const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`));
    assert.equal(sent.failure?.phase, 'connect');
    assert.equal(sent.failure?.code, 'ECONNREFUSED');
    assert.match(sent.failure?.message ?? '', new RegExp(`127\\.0\\.0\\.1:${server.port}`));
    assert.equal(sent.failure?.mayHaveBeenSent, false);
  });

  it('a name with several addresses that all refuse is ECONNREFUSED too', async () => {
    const server = await serve({});
    await server.close();
    const lookup: net.LookupFunction = (_host, _options, callback) =>
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        { address: '127.0.0.2', family: 4 },
      ]);
    const sent = await send(wire({ lookup }), get(`http://two.test:${server.port}/`));
    assert.equal(sent.failure?.phase, 'connect');
    assert.equal(sent.failure?.code, 'ECONNREFUSED');
  });

  it('a reset without an answer may have been sent', async () => {
    const server = await serve({ answer: (_, socket) => void socket.resetAndDestroy() });
    const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`));
    assert.equal(sent.failure?.phase, 'response');
    assert.equal(sent.failure?.code, 'ECONNRESET');
    assert.equal(sent.failure?.mayHaveBeenSent, true);
    assert.equal(sent.reply, null);
    assert.match(sent.request, /^GET \/ /);
  });

  it('a connection that ends while the delivery is being marked has sent nothing', async () => {
    const server = await serve({ connected: (socket) => void socket.destroy() });
    const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`), {
      onTransmit: () => new Promise((resolve) => setTimeout(resolve, 30)),
    });
    assert.equal(sent.failure?.phase, 'request');
    assert.equal(sent.failure?.mayHaveBeenSent, false);
    assert.equal(sent.request, '');
  });

  it('an answer that ends within its body keeps status and bytes beside the failure', async () => {
    const sent = await send(
      wire(),
      get(await saying('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nID: 1', true)),
    );
    assert.equal(sent.failure?.phase, 'response');
    assert.equal(sent.failure?.code, 'INCOMPLETE_RESPONSE');
    assert.match(sent.failure?.message ?? '', /200 OK/);
    assert.equal(sent.failure?.mayHaveBeenSent, true);
    assert.ok(sent.reply?.protocol === 'http');
    assert.equal(sent.reply.status, 200);
    assert.equal(Buffer.from(sent.reply.body).toString(), 'ID: 1');
    assert.match(sent.response, /ID: 1$/);
  });

  it('an answer that ends within its head keeps its bytes and is no reply', async () => {
    const sent = await send(wire(), get(await saying('HTTP/1.1 200 OK\r\nConte', true)));
    assert.equal(sent.failure?.phase, 'response');
    assert.equal(sent.reply, null);
    assert.equal(sent.response, 'HTTP/1.1 200 OK\r\nConte');
    assert.equal(sent.failure?.mayHaveBeenSent, true);
  });

  it('an answer without a length is complete when the connection ends', async () => {
    const sent = await send(wire(), get(await saying('HTTP/1.0 200 OK\r\n\r\nID: 1', true)));
    assert.equal(sent.failure, null);
    assert.ok(sent.reply?.protocol === 'http');
    assert.equal(Buffer.from(sent.reply.body).toString(), 'ID: 1');
  });

  it('an answer that is no HTTP is kept byte for byte', async () => {
    const sent = await send(wire(), get(await saying('SSH-2.0-x\xff\x00\r\n')));
    assert.equal(sent.failure?.phase, 'response');
    assert.match(sent.failure?.code ?? '', /^HPE_/);
    assert.match(sent.failure?.message ?? '', /SSH-2\.0-x/);
    assert.equal(sent.response, 'SSH-2.0-x\xff\x00\r\n');
    assert.equal(sent.failure?.mayHaveBeenSent, true);
  });

  it('http to a port that speaks TLS says so', async () => {
    const alert = '\x15\x03\x01\x00\x02\x02\x46';
    const sent = await send(wire(), get(await saying(alert, true)));
    assert.equal(sent.failure?.phase, 'response');
    assert.equal(sent.response, alert);
    assert.match(sent.failure?.message ?? '', /https/);
  });

  it('https to a port that speaks HTTP says so', async () => {
    const server = await serve({
      connected: (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    });
    const sent = await send(wire(), get(`https://127.0.0.1:${server.port}/`));
    assert.equal(sent.failure?.phase, 'tls');
    assert.match(sent.failure?.code ?? '', /WRONG_VERSION|PACKET_LENGTH/);
    assert.match(sent.failure?.message ?? '', /does not speak TLS/);
    assert.equal(sent.failure?.mayHaveBeenSent, false);
  });

  it("a TLS alert during the handshake is told in OpenSSL's words, without its inner workings", async () => {
    const unrecognizedName = Buffer.from([0x15, 3, 3, 0, 2, 2, 112]);
    const server = await serve({
      connected: (socket) => void socket.once('data', () => socket.end(unrecognizedName)),
    });
    const sent = await send(wire(), get(`https://127.0.0.1:${server.port}/`));
    assert.equal(
      sent.failure?.message,
      'The TLS handshake with 127.0.0.1 failed: tlsv1 unrecognized name (ERR_SSL_TLSV1_UNRECOGNIZED_NAME).',
    );
  });

  it('a server that demands a client certificate over TLS 1.3 says so after the handshake', async () => {
    const chain = await issueLabChain(['localhost']);
    const demanding = { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' as const };
    const server = await serve({ tls: { ...presented(chain.leafOfG2, chain.g2), ...demanding } });
    const sender = wire({
      trustedCertificates: [chain.root.cert, chain.g2.cert],
      connectTo: { 'localhost:443': `127.0.0.1:${server.port}` },
    });
    const sent = await send(sender, get('https://localhost/'));
    assert.equal(sent.exchange.tls?.trusted, true);
    assert.match(sent.failure?.message ?? '', /localhost.*(certificate required|closed the connection)/);
    assert.doesNotMatch(sent.failure?.message ?? '', /:error:|\n/);
  });

  it('a reset during the handshake is a failure of phase tls', async () => {
    const server = await serve({
      connected: (socket) => void socket.once('data', () => socket.resetAndDestroy()),
    });
    const sent = await send(wire(), get(`https://127.0.0.1:${server.port}/`));
    assert.equal(sent.failure?.phase, 'tls');
    assert.equal(sent.failure?.code, 'ECONNRESET');
    assert.equal(sent.failure?.mayHaveBeenSent, false);
  });

  describe('because the time is over', () => {
    it('in DNS', async () => {
      const sent = await send(wire({ lookup: () => {} }), get('http://slow.test/', { timeoutMs: SHORT }));
      assertTimeout(sent.failure, 'dns', /slow\.test/, false);
    });

    it('in the TCP connection', async function () {
      if (process.platform !== 'linux') return this.skip();
      const stopped = await startStoppedListener();
      try {
        const sent = await send(wire(), get(`http://127.0.0.1:${stopped.port}/`, { timeoutMs: SHORT }));
        assertTimeout(sent.failure, 'connect', new RegExp(String(stopped.port)), false);
      } finally {
        await stopped.close();
      }
    });

    it('in the TLS handshake', async () => {
      const server = await serve({});
      const sent = await send(wire(), get(`https://127.0.0.1:${server.port}/`, { timeoutMs: SHORT }));
      assertTimeout(sent.failure, 'tls', /127\.0\.0\.1/, false);
    });

    it('while the request does not get through', async () => {
      const server = await serve({ connected: (socket) => void socket.pause() });
      const body = Buffer.alloc(16 * 1024 * 1024, 'x');
      const sent = await send(
        wire(),
        get(`http://127.0.0.1:${server.port}/`, { method: 'POST', body, timeoutMs: SHORT }),
      );
      assertTimeout(sent.failure, 'request', /127\.0\.0\.1/, false);
    });

    it('before the answer', async () => {
      const server = await serve({});
      const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`, { timeoutMs: SHORT }));
      assertTimeout(sent.failure, 'response', /150 ms/, true);
      assert.equal(sent.reply, null);
      assert.ok(sent.exchange.timings.total >= SHORT - 5);
    });

    it('within the answer, which is kept as far as it came', async () => {
      const url = await saying('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nID: ');
      const sent = await send(wire(), get(url, { timeoutMs: SHORT }));
      assertTimeout(sent.failure, 'response', /rest of the answer/, true);
      assert.equal(sent.reply?.protocol === 'http' && sent.reply.status, 200);
    });

    it('while onTransmit takes too long: nothing is sent', async () => {
      const server = await serve({});
      const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`, { timeoutMs: SHORT }), {
        onTransmit: () => new Promise((resolve) => setTimeout(resolve, SHORT + 50)),
      });
      assertTimeout(sent.failure, 'request', /marked/, false);
      assert.deepEqual(server.texts(), ['']);
    });
  });
});

function assertTimeout(
  failure: Awaited<ReturnType<typeof send>>['failure'],
  phase: string,
  words: RegExp,
  mayHaveBeenSent: boolean,
): void {
  assert.equal(failure?.code, 'TIMEOUT');
  assert.equal(failure.phase, phase);
  assert.equal(failure.timedOut, true);
  assert.match(failure.message, words);
  assert.equal(failure.mayHaveBeenSent, mayHaveBeenSent);
}
