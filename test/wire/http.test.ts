import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { type BareServer, httpAnswer, startBareServer } from '../support/bare-server.ts';
import { closeWires, get, options, send, wire } from './builders.ts';

describe('wire: an HTTP message', () => {
  const servers: BareServer[] = [];
  const serve = async (settings: Parameters<typeof startBareServer>[0]): Promise<BareServer> => {
    const server = await startBareServer(settings);
    servers.push(server);
    return server;
  };
  const answering = (...answers: string[]) => {
    let next = 0;
    return serve({ answer: (_, socket) => void socket.write(answers[next++] ?? httpAnswer('200 OK', 'ok')) });
  };
  afterEach(async () => {
    await closeWires();
    for (const server of servers.splice(0)) await server.close();
  });

  it('a GET carries the URL as it stands, Host first, and nothing of its own but Connection', async () => {
    const server = await answering();
    const url = `http://127.0.0.1:${server.port}/a/../b%2f?text=%C3%9F+%zz&to=+1|{}"&text=`;
    const sent = await send(
      wire(),
      get(url, {
        headers: [
          ['X-version', '1'],
          ['accept', '*/*'],
        ],
      }),
    );
    const expected =
      `GET /a/../b%2f?text=%C3%9F+%zz&to=+1|{}"&text= HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n` +
      'X-version: 1\r\naccept: */*\r\nConnection: keep-alive\r\n\r\n';
    assert.equal(server.texts()[0], expected);
    assert.equal(sent.request, expected);
  });

  it('a POST carries its bytes and their length after the given headers', async () => {
    const server = await answering(httpAnswer('202 Accepted', '{"a":1}', ['Server: x']));
    const body = Buffer.from('{"text":"ß\u0000\n"}');
    const sent = await send(
      wire(),
      get(`http://127.0.0.1:${server.port}`, {
        method: 'POST',
        headers: [['Content-Type', 'application/json']],
        body,
      }),
    );
    const head = `POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Type: application/json\r\n`;
    assert.equal(
      server.texts()[0],
      `${head}Content-Length: 15\r\nConnection: keep-alive\r\n\r\n${body.toString('latin1')}`,
    );
    assert.deepEqual(sent.reply, {
      protocol: 'http',
      status: 202,
      headers: [
        ['Server', 'x'],
        ['Content-Length', '7'],
      ],
      body: Buffer.from('{"a":1}'),
    });
    assert.equal(sent.response, 'HTTP/1.1 202 Accepted\r\nServer: x\r\nContent-Length: 7\r\n\r\n{"a":1}');
    assert.equal(sent.failure, null);
  });

  it('a POST without a body says that its length is 0', async () => {
    const server = await answering();
    await send(wire(), get(`http://127.0.0.1:${server.port}/x`, { method: 'POST' }));
    assert.match(server.texts()[0] ?? '', /\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n$/);
  });

  it('the Host header leaves a default port out and names the host of the URL where connectTo leads elsewhere', async () => {
    const server = await answering();
    const sender = wire({ connectTo: { 'API.test:80': `127.0.0.1:${server.port}` } });
    const sent = await send(sender, get('http://api.test:80?x=1'));
    assert.match(server.texts()[0] ?? '', /^GET \/\?x=1 HTTP\/1\.1\r\nHost: api\.test\r\n/);
    assert.deepEqual(sent.exchange.target, { host: 'api.test', port: 80, secure: false });
    assert.deepEqual(sent.exchange.redirectedTo, { host: '127.0.0.1', port: server.port });
    assert.deepEqual(sent.exchange.address, { ip: '127.0.0.1', port: server.port });
  });

  for (const key of [':80', '*:80']) {
    it(`connectTo: ${key} stands for any host, after an entry that names the host`, async () => {
      const [any, one] = [await answering(), await answering()];
      const sender = wire({
        connectTo: { [key]: `127.0.0.1:${any.port}`, 'one.test:80': `127.0.0.1:${one.port}` },
      });
      await send(sender, get('http://one.test/1'));
      await send(sender, get('http://other.test/2'));
      assert.match(one.texts().join(), /^GET \/1 /);
      assert.match(any.texts().join(), /^GET \/2 /);
    });
  }

  it('a connectTo entry that is no host:port stops the wire from being made, by name', () => {
    assert.throws(() => wire({ connectTo: { 'api.test': '127.0.0.1:1' } }), /"api\.test"/);
  });

  for (const [what, url, position] of [
    ['a blank', 'http://x.test/a b', 16],
    ['a line feed', 'http://x.test/a\nX: y', 16],
    ['a letter outside ASCII', 'http://x.test/?t=ß', 18],
    ['a fragment', 'http://x.test/#top', 15],
  ] as const) {
    it(`${what} in the URL is refused with its position, before anything is connected`, async () => {
      const result = await wire().send(get(url), options);
      assert.equal(result.failure?.phase, 'request');
      assert.equal(result.failure?.code, 'INVALID_URL');
      assert.match(
        result.failure?.message ?? '',
        new RegExp(`U\\+00.. *\\) at position ${position}|position ${position},`),
      );
      assert.equal(result.failure?.mayHaveBeenSent, false);
      assert.deepEqual(result.transcript.exchanges, []);
    });
  }

  for (const url of [
    'ftp://x.test/',
    'http://user:pass@x.test/',
    'x.test',
    'http://:80/',
    'http://x.test:99999/',
  ]) {
    it(`${url} is refused as no URL to send to`, async () => {
      const result = await wire().send(get(url), options);
      assert.equal(result.failure?.code, 'INVALID_URL');
    });
  }

  it('a header that would break the request is refused and nothing is sent', async () => {
    const server = await answering();
    const sent = await send(
      wire(),
      get(`http://127.0.0.1:${server.port}/`, { headers: [['Authorization', 'key\r\nX-Evil: 1']] }),
    );
    assert.equal(sent.failure?.phase, 'request');
    assert.equal(sent.failure?.code, 'ERR_INVALID_CHAR');
    assert.equal(server.connections(), 0);
  });

  it('a redirect is the answer and is not followed', async () => {
    const server = await answering(httpAnswer('302 Found', '', ['Location: /elsewhere']));
    const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`));
    assert.equal(sent.reply?.protocol === 'http' && sent.reply.status, 302);
    assert.equal(sent.failure, null);
    assert.equal(server.texts().join().match(/GET/g)?.length, 1);
  });

  describe('Basic authentication', () => {
    const basicAuth = { username: 'AC1', password: 'geheim-wort', preemptive: false };
    const credentials = Buffer.from('AC1:geheim-wort').toString('base64');
    const challenge = httpAnswer('401 Unauthorized', 'who?', [
      'WWW-Authenticate: Digest x="basic", bAsIc realm="sprt"',
    ]);

    it('preemptive: the first request carries it, masked in the transcript', async () => {
      const server = await answering();
      const sent = await send(
        wire(),
        get(`http://127.0.0.1:${server.port}/`, { basicAuth: { ...basicAuth, preemptive: true } }),
      );
      assert.ok(server.texts()[0]?.includes(`\r\nAuthorization: Basic ${credentials}\r\n`));
      assert.match(sent.request, /\r\nAuthorization: Basic \*{8}\r\n/);
    });

    it('held back: a 401 with a Basic challenge brings one more request with it on the same connection', async () => {
      const server = await answering(challenge, httpAnswer('200 OK', 'in'));
      let transmits = 0;
      const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`, { basicAuth }), {
        onTransmit: async () => {
          transmits += 1;
        },
      });
      const [first, second] = sent.transcript.exchanges;
      assert.equal(sent.transcript.exchanges.length, 2);
      assert.doesNotMatch(Buffer.from(first?.request ?? '', 'base64').toString(), /Authorization/);
      assert.match(Buffer.from(second?.request ?? '', 'base64').toString(), /Authorization: Basic \*{8}/);
      assert.equal(second?.reusedConnection, true);
      assert.equal(server.connections(), 1);
      assert.equal(sent.reply?.protocol === 'http' && sent.reply.status, 200);
      assert.equal(transmits, 1);
      assert.equal(sent.transcript.notes.length, 1);
    });

    it('held back: a second 401 is final', async () => {
      const server = await answering(challenge, challenge);
      const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`, { basicAuth }));
      assert.equal(sent.transcript.exchanges.length, 2);
      assert.equal(sent.reply?.protocol === 'http' && sent.reply.status, 401);
      assert.equal(sent.failure, null);
    });

    it('held back: a 401 without a Basic challenge is final', async () => {
      const server = await answering(
        httpAnswer('401 Unauthorized', '', ['WWW-Authenticate: Bearer realm="basic"']),
      );
      const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`, { basicAuth }));
      assert.equal(sent.transcript.exchanges.length, 1);
    });
  });

  describe('keep-alive', () => {
    it('the second message of a provider uses the first connection, and says so', async () => {
      const server = await answering();
      const sender = wire();
      const url = `http://127.0.0.1:${server.port}/`;
      const first = await send(sender, get(url));
      const second = await send(sender, get(url));
      assert.equal(server.connections(), 1);
      assert.equal(first.exchange.reusedConnection, false);
      assert.equal(second.exchange.reusedConnection, true);
      assert.deepEqual(second.exchange.address, first.exchange.address);
      assert.notEqual(first.exchange.timings.connect, null);
      assert.equal(second.exchange.timings.connect, null);
      assert.ok((second.exchange.timings.firstByte ?? -1) >= 0);
    });

    it('another provider opens its own connection', async () => {
      const server = await answering();
      const sender = wire();
      await send(sender, get(`http://127.0.0.1:${server.port}/`), { provider: 'one' });
      await send(sender, get(`http://127.0.0.1:${server.port}/`), { provider: 'two' });
      assert.equal(server.connections(), 2);
    });

    it('an answer with Connection: close ends the connection', async () => {
      const server = await answering(httpAnswer('200 OK', '', ['Connection: close']));
      const sender = wire();
      await send(sender, get(`http://127.0.0.1:${server.port}/`));
      await send(sender, get(`http://127.0.0.1:${server.port}/`));
      assert.equal(server.connections(), 2);
    });

    it('a kept connection that dies without an answer fails, and the message is not sent again', async () => {
      let requests = 0;
      const server = await serve({
        answer: (_, socket) => {
          requests += 1;
          if (requests === 1) socket.write(httpAnswer('200 OK'));
          else socket.destroy();
        },
      });
      const sender = wire();
      await send(sender, get(`http://127.0.0.1:${server.port}/`));
      const sent = await send(sender, get(`http://127.0.0.1:${server.port}/`));
      assert.equal(sent.exchange.reusedConnection, true);
      assert.equal(sent.failure?.phase, 'response');
      assert.equal(sent.failure?.code, 'ECONNRESET');
      assert.equal(sent.failure?.mayHaveBeenSent, true);
      assert.equal(requests, 2);
    });

    it('bytes that nobody asked for end an idle connection instead of becoming the next answer', async () => {
      const closed = Promise.withResolvers<void>();
      let requests = 0;
      const server = await serve({
        answer: (_, socket) => {
          requests += 1;
          socket.write(httpAnswer('200 OK', `answer ${requests}`));
          socket.once('close', () => closed.resolve());
          if (requests === 1) setImmediate(() => socket.write(httpAnswer('200 OK', 'uninvited')));
        },
      });
      const sender = wire();
      await send(sender, get(`http://127.0.0.1:${server.port}/`));
      await closed.promise;
      const sent = await send(sender, get(`http://127.0.0.1:${server.port}/`));
      assert.equal(sent.exchange.reusedConnection, false);
      assert.match(sent.response, /answer 2$/);
    });

    it('close ends idle connections', async () => {
      const closed = Promise.withResolvers<void>();
      const server = await serve({
        connected: (socket) => void socket.once('close', () => closed.resolve()),
        answer: (_, socket) => void socket.write(httpAnswer('200 OK')),
      });
      const sender = wire();
      await send(sender, get(`http://127.0.0.1:${server.port}/`));
      await sender.close();
      await closed.promise;
    });
  });

  describe('onTransmit', () => {
    it('is awaited with the connection standing and nothing of the request sent', async () => {
      const connected = Promise.withResolvers<void>();
      const server = await serve({
        connected: () => connected.resolve(),
        answer: (_, socket) => void socket.write(httpAnswer('200 OK')),
      });
      await send(wire(), get(`http://127.0.0.1:${server.port}/`), {
        onTransmit: async () => {
          await connected.promise;
          await new Promise((resolve) => setImmediate(resolve));
          assert.deepEqual(server.texts(), ['']);
        },
      });
      assert.match(server.texts()[0] ?? '', /^GET/);
    });

    it('when it throws, nothing is sent and the caller gets its error', async () => {
      const closed = Promise.withResolvers<void>();
      const server = await serve({
        connected: (socket) => void socket.once('close', () => closed.resolve()),
      });
      const broken = new Error('disk full');
      await assert.rejects(
        send(wire(), get(`http://127.0.0.1:${server.port}/`), { onTransmit: () => Promise.reject(broken) }),
        broken,
      );
      await closed.promise;
      assert.deepEqual(server.texts(), ['']);
    });

    it('is not called when no connection came about', async () => {
      const server = await serve({});
      await server.close();
      let called = false;
      await send(wire(), get(`http://127.0.0.1:${server.port}/`), {
        onTransmit: async () => {
          called = true;
        },
      });
      assert.equal(called, false);
    });
  });

  it('credentials in URL, body and answer are masked; the guest text stays', async () => {
    const server = await answering(httpAnswer('200 OK', 'bad token s3cret-value'));
    const sent = await send(
      wire(),
      get(`http://127.0.0.1:${server.port}/send?user=lab&password=short&api_id=1&text=Password%3A+1234`, {
        secrets: ['s3cret-value'],
      }),
    );
    assert.match(server.texts()[0] ?? '', /password=short/);
    assert.match(sent.request, /^GET \/send\?user=lab&password=\*{8}&api_id=1&text=Password%3A\+1234 /);
    assert.match(sent.response, /bad token \*{8}$/);
    assert.equal(
      sent.reply?.protocol === 'http' && Buffer.from(sent.reply.body).toString(),
      'bad token ********',
    );
    assert.doesNotMatch(JSON.stringify(sent), /s3cret-value|password=short/);
  });

  it('of a long answer 256 KiB are kept and the cut is marked', async () => {
    const server = await answering(httpAnswer('200 OK', 'x'.repeat(300 * 1024)));
    const sent = await send(wire(), get(`http://127.0.0.1:${server.port}/`));
    assert.equal(sent.response.length, 256 * 1024);
    assert.equal(sent.exchange.responseCut, true);
    assert.equal(sent.reply?.protocol === 'http' && sent.reply.body.length, 256 * 1024);
    assert.equal(sent.failure, null);
  });
});
