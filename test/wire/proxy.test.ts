import assert from 'node:assert/strict';
import net from 'node:net';
import { afterEach, describe, it } from 'mocha';
import type { ProxySettings } from '../../src/domain/provider.ts';
import { type BareServer, httpAnswer, smtpScript, startBareServer } from '../support/bare-server.ts';
import { issueLabChain, presented } from '../support/certificates.ts';
import { closeWires, get, mail, send, wire } from './builders.ts';

describe('wire: through the proxy', () => {
  const servers: BareServer[] = [];
  const serve = async (settings: Parameters<typeof startBareServer>[0]): Promise<BareServer> => {
    const server = await startBareServer(settings);
    servers.push(server);
    return server;
  };
  const origin = (settings: Parameters<typeof startBareServer>[0] = {}) =>
    serve({ answer: (_, socket) => void socket.write(httpAnswer('200 OK', 'origin')), ...settings });
  /** A proxy that really opens tunnels. */
  const tunnelling = () =>
    serve({
      connected: (socket) => {
        socket.once('data', (head: Buffer) => {
          const [, port] = /^CONNECT [^:]+:(\d+) /.exec(head.toString()) ?? [];
          const onward = net.connect(Number(port), '127.0.0.1', () => {
            socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
            onward.pipe(socket).pipe(onward);
          });
          onward.on('error', () => socket.destroy());
          socket.once('close', () => onward.destroy());
        });
      },
    });
  const through = (proxy: BareServer, changes: Partial<ProxySettings> = {}): ProxySettings => ({
    fqdn: '127.0.0.1',
    port: proxy.port,
    userName: '',
    password: '',
    bypassHosts: [],
    ...changes,
  });
  afterEach(async () => {
    await closeWires();
    for (const server of servers.splice(0)) await server.close();
  });

  it('plain HTTP is forwarded with the absolute URL, and the login is masked', async () => {
    const proxy = await origin();
    const settings = through(proxy, { userName: 'ise', password: 'proxy-geheim' });
    const sent = await send(wire({ proxy: settings }), get('http://api.test/a?b=%20c'));
    const login = Buffer.from('ise:proxy-geheim').toString('base64');
    assert.equal(
      proxy.texts()[0],
      'GET http://api.test/a?b=%20c HTTP/1.1\r\nHost: api.test\r\n' +
        `Proxy-Authorization: Basic ${login}\r\nConnection: keep-alive\r\n\r\n`,
    );
    assert.match(sent.request, /Proxy-Authorization: Basic \*{8}\r\n/);
    assert.deepEqual(sent.exchange.proxy, {
      host: '127.0.0.1',
      port: proxy.port,
      mode: 'forward',
      answer: null,
    });
    assert.deepEqual(sent.exchange.address, { ip: '127.0.0.1', port: proxy.port });
    assert.equal(sent.reply?.protocol === 'http' && sent.reply.status, 200);
  });

  it('HTTPS is tunnelled, and TLS is with the target', async () => {
    const chain = await issueLabChain(['api.test']);
    const target = await origin({ tls: presented(chain.leafOfG2, chain.g2) });
    const proxy = await tunnelling();
    const sender = wire({
      proxy: through(proxy, { userName: 'ise', password: 'proxy-geheim' }),
      connectTo: { ':443': `127.0.0.1:${target.port}` },
      trustedCertificates: [chain.root.cert, chain.g2.cert],
    });
    const sent = await send(sender, get('https://api.test/x'));
    assert.equal(sent.failure, null);
    assert.match(
      proxy.texts()[0] ?? '',
      new RegExp(
        `^CONNECT 127\\.0\\.0\\.1:${target.port} HTTP/1\\.1\\r\\nHost: 127\\.0\\.0\\.1:${target.port}\\r\\nProxy-Auth`,
      ),
    );
    assert.doesNotMatch(proxy.texts()[0] ?? '', /GET/);
    assert.match(target.texts()[0] ?? '', /^GET \/x HTTP\/1\.1\r\nHost: api\.test\r\nConnection/);
    assert.equal(sent.exchange.proxy?.mode, 'tunnel');
    assert.equal(sent.exchange.proxy?.answer, 'HTTP/1.1 200 Connection established');
    assert.ok((sent.exchange.timings.proxy ?? -1) >= 0);
    assert.doesNotMatch(JSON.stringify(sent), /proxy-geheim/);

    const again = await send(sender, get('https://api.test/y'));
    assert.equal(again.exchange.reusedConnection, true);
    assert.equal(again.exchange.proxy?.answer, 'HTTP/1.1 200 Connection established');
    assert.equal(again.exchange.tls?.trusted, true);
  });

  it('plain HTTP that connectTo leads elsewhere is tunnelled to there', async () => {
    const target = await origin();
    const proxy = await tunnelling();
    const sender = wire({ proxy: through(proxy), connectTo: { 'api.test:80': `127.0.0.1:${target.port}` } });
    const sent = await send(sender, get('http://api.test/x'));
    assert.match(proxy.texts()[0] ?? '', new RegExp(`^CONNECT 127\\.0\\.0\\.1:${target.port} `));
    assert.match(target.texts()[0] ?? '', /^GET \/x HTTP\/1\.1\r\nHost: api\.test\r\n/);
    assert.equal(sent.reply?.protocol === 'http' && sent.reply.status, 200);
  });

  it('the proxy itself is not led elsewhere', async () => {
    const proxy = await origin();
    const sender = wire({ proxy: through(proxy), connectTo: { [`*:${proxy.port}`]: '127.0.0.1:1' } });
    const sent = await send(sender, get('http://api.test/'));
    assert.equal(sent.failure, null);
  });

  for (const entry of ['api.test', 'API.TEST', '*.test', '.test', '.api.test', '*']) {
    it(`bypass ${entry}: api.test is reached directly, by the name in the URL`, async () => {
      const [target, proxy] = [await origin(), await tunnelling()];
      const sender = wire({
        proxy: through(proxy, { bypassHosts: ['other.example', entry] }),
        connectTo: { 'api.test:80': `127.0.0.1:${target.port}` },
      });
      const sent = await send(sender, get('http://api.test/'));
      assert.equal(sent.exchange.proxy, null);
      assert.equal(proxy.connections(), 0);
      assert.equal(target.connections(), 1);
    });
  }

  for (const entry of ['test', 'pi.test', '*.api.test', '127.0.0.1']) {
    it(`bypass ${entry}: api.test still goes through the proxy`, async () => {
      const [target, proxy] = [await origin(), await tunnelling()];
      const sender = wire({
        proxy: through(proxy, { bypassHosts: [entry] }),
        connectTo: { 'api.test:80': `127.0.0.1:${target.port}` },
      });
      await send(sender, get('http://api.test/'));
      assert.equal(proxy.connections(), 1);
    });
  }

  it('a dead proxy is a failure of phase proxy that names it', async () => {
    const proxy = await serve({});
    await proxy.close();
    const sent = await send(wire({ proxy: through(proxy) }), get('https://api.test/'));
    assert.equal(sent.failure?.phase, 'proxy');
    assert.equal(sent.failure?.code, 'ECONNREFUSED');
    assert.match(sent.failure?.message ?? '', new RegExp(`proxy 127\\.0\\.0\\.1:${proxy.port}`));
    assert.equal(sent.failure?.mayHaveBeenSent, false);
  });

  for (const [what, say, code, words] of [
    [
      '407',
      'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n',
      'PROXY_AUTHENTICATION_REQUIRED',
      /user name/,
    ],
    ['503', 'HTTP/1.1 503 No\r\n\r\n', 'PROXY_REFUSED', /503 No/],
    ['no HTTP', 'SSH-2.0-x\r\n', 'PROXY_NOT_HTTP', /SSH-2\.0/],
    ['nothing and closes', null, 'PROXY_CLOSED', /closed/],
  ] as const) {
    it(`a proxy that answers CONNECT with ${what} is a failure of phase proxy`, async () => {
      const proxy = await serve({
        answer: (_, socket) => void (say === null ? socket.end() : socket.write(say)),
      });
      const sent = await send(wire({ proxy: through(proxy) }), get('https://api.test/'));
      assert.equal(sent.failure?.phase, 'proxy');
      assert.equal(sent.failure?.code, code);
      assert.match(sent.failure?.message ?? '', words);
      assert.equal(sent.request, '');
      assert.equal(sent.exchange.proxy?.answer ?? null, say === null ? null : say.split('\r\n')[0]);
    });
  }

  it('a proxy that says nothing to CONNECT runs into the timeout, phase proxy', async () => {
    const proxy = await serve({});
    const sent = await send(wire({ proxy: through(proxy) }), get('https://api.test/', { timeoutMs: 700 }));
    assert.equal(sent.failure?.phase, 'proxy');
    assert.equal(sent.failure?.code, 'TIMEOUT');
    assert.equal(sent.failure?.timedOut, true);
  });

  it('a proxy that is silent to a forwarded request is named beside the host', async () => {
    const proxy = await serve({});
    const sent = await send(wire({ proxy: through(proxy) }), get('http://api.test/', { timeoutMs: 700 }));
    assert.equal(sent.failure?.code, 'TIMEOUT');
    assert.match(
      sent.failure?.message ?? '',
      new RegExp(`the answer of api\\.test \\(through the proxy 127\\.0\\.0\\.1:${proxy.port}\\)`),
    );
  });

  it('a 407 to a forwarded request is a failure of phase proxy beside the reply', async () => {
    const proxy = await serve({ answer: (_, socket) => void socket.write(httpAnswer('407 Login', 'no')) });
    const sent = await send(wire({ proxy: through(proxy) }), get('http://api.test/'));
    assert.equal(sent.failure?.phase, 'proxy');
    assert.equal(sent.failure?.code, 'PROXY_AUTHENTICATION_REQUIRED');
    assert.equal(sent.failure?.mayHaveBeenSent, false);
    assert.equal(sent.reply?.protocol === 'http' && sent.reply.status, 407);
  });

  it('SMTP goes past the proxy', async () => {
    const proxy = await tunnelling();
    const server = await serve({ connected: smtpScript() });
    const sent = await send(wire({ proxy: through(proxy) }), mail({ host: '127.0.0.1', port: server.port }));
    assert.equal(sent.failure, null);
    assert.equal(proxy.connections(), 0);
  });
});
