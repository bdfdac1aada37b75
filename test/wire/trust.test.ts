import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type tls from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, before, describe, it } from 'mocha';
import type { WireSettings } from '../../src/wire/index.ts';
import { type BareServer, httpAnswer, startBareServer } from '../support/bare-server.ts';
import { type Issued, issue, issueLabChain, presented } from '../support/certificates.ts';
import { closeWires, get, send, wire } from './builders.ts';

const HOST = 'api.lab.test';

/** Notes the name that the client asks for. */
function noting(names: string[]): tls.TlsOptions['SNICallback'] {
  return (name, done) => {
    names.push(name);
    done(null);
  };
}

describe('wire: which server is trusted', () => {
  let lab: Awaited<ReturnType<typeof issueLabChain>>;
  const servers: BareServer[] = [];
  before(async () => {
    lab = await issueLabChain([HOST, '*.clickatell.test', '127.0.0.1']);
  });
  afterEach(async () => {
    await closeWires();
    for (const server of servers.splice(0)) await server.close();
  });

  const serve = async (options: tls.TlsOptions): Promise<BareServer> => {
    const server = await startBareServer({
      tls: options,
      answer: (_, socket) => void socket.write(httpAnswer('200 OK')),
    });
    servers.push(server);
    return server;
  };
  /** Sends to a server that presents `options`, trusting `trusted`. */
  const sendTo = async (
    options: tls.TlsOptions,
    trusted: Issued[],
    { host = HOST, ...settings }: Partial<WireSettings> & { host?: string } = {},
  ) => {
    const server = await serve(options);
    const sender = wire({
      connectTo: { '*:443': `127.0.0.1:${server.port}` },
      trustedCertificates: trusted.map(({ cert }) => cert),
      ...settings,
    });
    const sent = await send(sender, get(`https://${host}/secret`));
    return { ...sent, server };
  };
  const assertRefused = (sent: Awaited<ReturnType<typeof sendTo>>, code: string): void => {
    assert.equal(sent.failure?.code, code);
    assert.equal(sent.failure.phase, 'tls');
    assert.equal(sent.failure.mayHaveBeenSent, false);
    assert.equal(sent.exchange.tls?.trusted, false);
    assert.equal(sent.exchange.tls.code, code);
    assert.equal(sent.exchange.tls.reason, sent.failure.message);
    assert.ok(sent.exchange.tls.chain.length > 0, 'the chain of a refused peer is kept');
    assert.equal(sent.server.texts().join(''), '', 'a refused peer gets no byte');
    assert.equal(sent.request, '');
    assert.equal(sent.reply, null);
  };

  it('root and intermediate imported: trusted, and the whole chain is in the transcript', async () => {
    const sent = await sendTo(presented(lab.leafOfG2, lab.g2, lab.root), [lab.root, lab.g2]);
    assert.equal(sent.failure, null);
    const { tls } = sent.exchange;
    assert.equal(tls?.version, 'TLSv1.3');
    assert.match(tls?.cipher ?? '', /^TLS_/);
    assert.equal(tls?.serverName, HOST);
    assert.equal(tls?.trusted, true);
    assert.equal(tls?.code, null);
    assert.deepEqual(
      tls?.chain.map(({ subject, issuer, serialNumber, inStore }) => ({
        subject,
        issuer,
        serialNumber,
        inStore,
      })),
      [
        {
          subject: `CN=${HOST}, O=Lab`,
          issuer: 'CN=Lab CA - G2, O=Lab',
          serialNumber: lab.leafOfG2.serialNumber,
          inStore: false,
        },
        {
          subject: 'CN=Lab CA - G2, O=Lab',
          issuer: 'CN=Lab Root, O=Lab',
          serialNumber: lab.g2.serialNumber,
          inStore: true,
        },
        {
          subject: 'CN=Lab Root, O=Lab',
          issuer: 'CN=Lab Root, O=Lab',
          serialNumber: lab.root.serialNumber,
          inStore: true,
        },
      ],
    );
    const [leaf] = tls?.chain ?? [];
    assert.equal(leaf?.subjectAltName, `DNS:${HOST}, DNS:*.clickatell.test, IP Address:127.0.0.1`);
    assert.match(leaf?.fingerprint256 ?? '', /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.match(leaf?.validFrom ?? '', /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.ok((sent.exchange.timings.tls ?? 0) > 0);
  });

  it('several certificates in one PEM text count all', async () => {
    const sent = await sendTo(presented(lab.leafOfG2), [], {
      trustedCertificates: [`${lab.g2.cert}\ntext between\n${lab.root.cert}`],
    });
    assert.equal(sent.failure, null);
  });

  it('a text without a certificate stops the wire from being made', () => {
    assert.throws(
      () => wire({ trustedCertificates: [lab.root.cert, 'nothing'] }),
      /trustedCertificates\[1\]/,
    );
  });

  it('an imported intermediate need not be sent', async () => {
    const sent = await sendTo(presented(lab.leafOfG2), [lab.root, lab.g2]);
    assert.equal(sent.failure, null);
    assert.equal(sent.exchange.tls?.chain.length, 1);
  });

  it('a wildcard name covers one label', async () => {
    const sent = await sendTo(presented(lab.leafOfG2), [lab.root, lab.g2], { host: 'api.clickatell.test' });
    assert.equal(sent.failure, null);
  });

  it('an IP address in the URL is checked against the certificate and is no SNI', async () => {
    const names: string[] = [];
    const server = await serve({
      ...presented(lab.leafOfG2),
      SNICallback: noting(names),
    });
    const sender = wire({ trustedCertificates: [lab.root.cert, lab.g2.cert] });
    assert.equal((await send(sender, get(`https://127.0.0.1:${server.port}/`))).failure, null);
    assert.deepEqual(names, []);
  });

  it('SNI is the host of the URL where connectTo leads elsewhere', async () => {
    const names: string[] = [];
    await sendTo({ ...presented(lab.leafOfG2), SNICallback: noting(names) }, [lab.root, lab.g2]);
    assert.deepEqual(names, [HOST]);
  });

  it('an empty store trusts nobody', async () => {
    assertRefused(await sendTo(presented(lab.leafOfG2), []), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    assertRefused(await sendTo(presented(lab.leafOfG2, lab.g2), []), 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY');
  });

  it('a served root that is not imported is not trusted', async () => {
    assertRefused(
      await sendTo(presented(lab.leafOfG2, lab.g2, lab.root), [lab.g3]),
      'SELF_SIGNED_CERT_IN_CHAIN',
    );
  });

  it('an imported intermediate without its root is not enough', async () => {
    assertRefused(await sendTo(presented(lab.leafOfG2, lab.g2), [lab.g2]), 'UNABLE_TO_GET_ISSUER_CERT');
  });

  it('a missing issuer is not fetched', async () => {
    assertRefused(await sendTo(presented(lab.leafOfG2), [lab.root]), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('G3 served while G2 is imported: refused, naming the intermediate that is missing', async () => {
    const sent = await sendTo(presented(lab.leafOfG3, lab.g3), [lab.root, lab.g2]);
    assertRefused(sent, 'INTERMEDIATE_NOT_IMPORTED');
    assert.match(sent.failure?.message ?? '', /Lab CA - G3/);
    assert.ok(sent.failure?.message.includes(lab.g3.serialNumber));
    assert.deepEqual(
      sent.exchange.tls?.chain.map(({ inStore }) => inStore),
      [false, false],
    );
  });

  it('G3 served while only the root is imported: accepted when served intermediates are trusted', async () => {
    const sent = await sendTo(presented(lab.leafOfG3, lab.g3), [lab.root], {
      trustServedIntermediates: true,
    });
    assert.equal(sent.failure, null);
    assert.equal(sent.exchange.tls?.trusted, true);
  });

  it('an imported leaf does not replace its intermediate', async () => {
    assertRefused(
      await sendTo(presented(lab.leafOfG3, lab.g3), [lab.root, lab.leafOfG3]),
      'INTERMEDIATE_NOT_IMPORTED',
    );
  });

  it('a self-signed leaf is trusted when it is imported, and only then', async () => {
    const alone = await issue({ name: `CN=${HOST}`, hosts: [HOST] });
    assert.equal((await sendTo(presented(alone), [alone])).failure, null);
    assertRefused(await sendTo(presented(alone), [lab.root]), 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });

  describe('a root of the same name but another serial number', () => {
    it('with another key, served: refused with both serial numbers', async () => {
      const impostor = await issue({ name: 'CN=Lab Root, O=Lab', ca: true, serialNumber: '0abc' });
      const sent = await sendTo(presented(lab.leafOfG2, lab.g2, lab.root), [impostor, lab.g2]);
      assertRefused(sent, 'SAME_NAME_OTHER_SERIAL');
      assert.ok(sent.failure?.message.includes(lab.root.serialNumber));
      assert.ok(sent.failure?.message.includes('0ABC'));
    });

    it('with another key, not served: refused with the serial numbers that are known', async () => {
      const impostor = await issue({ name: 'CN=Lab Root, O=Lab', ca: true, serialNumber: '0abc' });
      const sent = await sendTo(presented(lab.leafOfG2, lab.g2), [impostor, lab.g2]);
      assertRefused(sent, 'SAME_NAME_OTHER_SERIAL');
      assert.ok(sent.failure?.message.includes('0ABC'));
      assert.ok(sent.failure?.message.includes(lab.g2.serialNumber));
    });

    it('with the same key, served: refused although its signature would do', async () => {
      const renewed = await issue({
        name: 'CN=Lab Root, O=Lab',
        ca: true,
        keys: lab.root.keys,
        serialNumber: '0def',
      });
      const sent = await sendTo(presented(lab.leafOfG2, lab.g2, lab.root), [renewed, lab.g2]);
      assertRefused(sent, 'SAME_NAME_OTHER_SERIAL');
      assert.ok(sent.failure?.message.includes('0DEF'));
      assert.ok(sent.failure?.message.includes(lab.root.serialNumber));
    });
  });

  it('an expired leaf is refused with the date', async () => {
    const old = await issue({
      name: `CN=${HOST}`,
      hosts: [HOST],
      issuer: lab.g2,
      notAfter: new Date('2026-01-02T03:04:05Z'),
      notBefore: new Date('2025-01-01'),
    });
    const sent = await sendTo(presented(old, lab.g2), [lab.root, lab.g2]);
    assertRefused(sent, 'CERT_HAS_EXPIRED');
    assert.match(sent.failure?.message ?? '', /2026-01-02T03:04:05/);
  });

  it('a certificate for another host is refused', async () => {
    const sent = await sendTo(presented(lab.leafOfG2, lab.g2), [lab.root, lab.g2], { host: 'other.test' });
    assertRefused(sent, 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.match(sent.failure?.message ?? '', /other\.test/);
  });

  it('a server that knows no TLS from 1.2 on is a clear failure', async () => {
    const sent = await sendTo(
      {
        ...presented(lab.leafOfG2),
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
      [lab.root, lab.g2],
    );
    assert.equal(sent.failure?.phase, 'tls');
    assert.match(sent.failure?.message ?? '', /1\.2/);
    assert.equal(sent.server.texts().join(''), '');
  });

  it('TLS 1.2 is spoken where the server wants it', async () => {
    const sent = await sendTo({ ...presented(lab.leafOfG2), maxVersion: 'TLSv1.2' }, [lab.root, lab.g2]);
    assert.equal(sent.failure, null);
    assert.equal(sent.exchange.tls?.version, 'TLSv1.2');
  });

  it('every new connection is judged anew: no session is resumed', async () => {
    const resumed: boolean[] = [];
    const server = await startBareServer({
      tls: presented(lab.leafOfG2),
      connected: (socket) => void resumed.push((socket as tls.TLSSocket).isSessionReused()),
      answer: (_, socket) => void socket.end(httpAnswer('200 OK', '', ['Connection: close'])),
    });
    servers.push(server);
    const sender = wire({
      connectTo: { '*:443': `127.0.0.1:${server.port}` },
      trustedCertificates: [lab.root.cert, lab.g2.cert],
    });
    for (const _ of [1, 2]) assert.equal((await send(sender, get(`https://${HOST}/`))).failure, null);
    assert.deepEqual(resumed, [false, false]);
  });

  it('NODE_EXTRA_CA_CERTS is not honoured, although Node itself would', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wire-'));
    try {
      const file = path.join(folder, 'extra.pem');
      await writeFile(file, `${lab.root.cert}\n${lab.g2.cert}`);
      const server = await serve(presented(lab.leafOfG2, lab.g2));
      const program = `
        import tls from 'node:tls';
        import { createWire } from ${JSON.stringify(new URL('../../src/wire/index.ts', import.meta.url).href)};
        const { port } = { port: ${server.port} };
        const nodes = await new Promise((resolve) => {
          const socket = tls.connect({ port, host: '127.0.0.1', servername: '${HOST}' }, () => {
            resolve(socket.authorized);
            socket.end();
          });
        });
        const wire = createWire({ connectTo: { '*:443': '127.0.0.1:' + port }, proxy: null, trustedCertificates: [] });
        const outgoing = { protocol: 'http', method: 'GET', url: 'https://${HOST}/', headers: [], body: null,
          basicAuth: null, timeoutMs: 2000, secrets: [], notes: [] };
        const { failure } = await wire.send(outgoing, { provider: 'x', onTransmit: async () => {} });
        console.log(JSON.stringify({ nodes, ours: failure?.code }));`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
        env: { ...process.env, NODE_EXTRA_CA_CERTS: file },
      });
      assert.deepEqual(JSON.parse(stdout), { nodes: true, ours: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
