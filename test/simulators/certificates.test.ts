import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { connect, type PeerCertificate } from 'node:tls';
import {
  CHAIN_NAMES,
  type ChainName,
  createLabAuthority,
  loadLabAuthority,
} from '../../src/simulators/index.ts';
import { type Lab, startLab } from './lab.ts';

describe('lab authority', () => {
  it('root, G2 and G3; the intermediates name key, name and serial number of the root', async () => {
    const authority = await createLabAuthority();
    const root = new X509Certificate(authority.rootPem);
    for (const [pem, name] of [
      [authority.g2Pem, 'G2'],
      [await authority.g3Pem(), 'G3'],
    ] as const) {
      const certificate = new X509Certificate(pem);
      assert.match(certificate.subject, new RegExp(`- ${name}`));
      assert.ok(certificate.ca && certificate.verify(root.publicKey) && certificate.checkIssued(root));
      // AuthorityKeyIdentifier: [0] key, [1] name, [2] serial number.
      const serial = Buffer.from(`8210${root.serialNumber}`, 'hex');
      assert.ok(certificate.raw.includes(serial), 'the serial number of the root is not in it');
    }
  });

  it('export and load: the same root from run to run', async () => {
    const authority = await createLabAuthority();
    const again = await loadLabAuthority(JSON.parse(JSON.stringify(await authority.export())));
    assert.equal(again.rootPem, authority.rootPem);
    const { cert } = await again.issue({ commonName: 'portal.lab', altNames: ['portal.lab', '127.0.0.1'] });
    const leaf = new X509Certificate(cert);
    assert.ok(leaf.verify(new X509Certificate(authority.g2Pem).publicKey));
    assert.deepEqual([leaf.checkHost('portal.lab'), leaf.checkIP('127.0.0.1')], ['portal.lab', '127.0.0.1']);
  });

  it('load: names the entry that cannot be used', async () => {
    const pems = await (await createLabAuthority()).export();
    const other = await (await createLabAuthority()).export();
    await assert.rejects(
      loadLabAuthority({ ...pems, g2: { ...pems.g2, cert: 'nonsense' } }),
      /lab authority: "g2" cannot be read/,
    );
    await assert.rejects(
      loadLabAuthority({ ...pems, root: { ...pems.root, key: other.root.key } }),
      /"root" cannot be read: the key does not belong/,
    );
    await assert.rejects(
      loadLabAuthority({ ...pems, g3: other.g3 }),
      /"g3" is over, or not signed by the root/,
    );
  });
});

interface Seen {
  authorized: boolean;
  error: string | null;
  /** Leaf first, as far as the server sent it and the store completes it. */
  chain: PeerCertificate[];
  reused: boolean;
}

describe('certificate chains', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await startLab();
  });
  afterEach(() => lab.close());

  function look(
    more: { servername?: string; ca?: string; session?: Buffer } = {},
  ): Promise<Seen & { session: Buffer | undefined }> {
    return new Promise((resolve, reject) => {
      const socket = connect(
        {
          port: lab.sim.https.port,
          host: '127.0.0.1',
          ca: lab.sim.rootPem,
          rejectUnauthorized: false,
          servername: 'api.clickatell.com',
          ...more,
        },
        () => {
          const chain: PeerCertificate[] = [];
          for (
            let at: (PeerCertificate & { issuerCertificate?: PeerCertificate }) | undefined =
              socket.getPeerCertificate(true);
            at?.raw && !chain.some(({ fingerprint256 }) => fingerprint256 === at?.fingerprint256);
            at = at.issuerCertificate
          ) {
            chain.push(at);
          }
          const { authorized } = socket;
          const error = authorized ? null : String(socket.authorizationError);
          // A request, so that session tickets have had time to arrive.
          socket.write('GET /_sim/tls HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
          socket.resume();
          socket.once('end', () =>
            resolve({
              authorized,
              error,
              chain,
              reused: socket.isSessionReused(),
              session: socket.getSession(),
            }),
          );
        },
      );
      socket.on('error', reject);
    });
  }

  const expected: Record<ChainName, { error: string | null; names: RegExp[] }> = {
    g2: { error: null, names: [/^\*\.clickatell\.com$/, /G2$/, /Root CA$/] },
    'g2-leaf-only': { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', names: [/^\*\.clickatell\.com$/] },
    g3: { error: null, names: [/^\*\.clickatell\.com$/, /G3$/, /Root CA$/] },
    'g3-leaf-only': { error: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', names: [/^\*\.clickatell\.com$/] },
    'other-root': { error: 'SELF_SIGNED_CERT_IN_CHAIN', names: [/^\*\.clickatell\.com$/, /G2$/, /Root CA$/] },
    expired: { error: 'CERT_HAS_EXPIRED', names: [/^\*\.clickatell\.com$/, /G2$/, /Root CA$/] },
    'wrong-name': {
      error: 'ERR_TLS_CERT_ALTNAME_INVALID',
      names: [/^wrong-name\.invalid$/, /G2$/, /Root CA$/],
    },
    'self-signed': { error: 'DEPTH_ZERO_SELF_SIGNED_CERT', names: [/^\*\.clickatell\.com$/] },
  };
  for (const chain of CHAIN_NAMES) {
    it(`${chain}: ${expected[chain].error ?? 'trusted with the root alone'}`, async () => {
      lab.sim.certificates.use(chain);
      for (const servername of ['api.clickatell.com', '']) {
        if (servername === '' && chain === 'wrong-name') continue;
        const seen = await look({ servername });
        if (servername === '') {
          // A client that names no server is checked against the address.
          assert.equal(seen.error, expected[chain].error);
          continue;
        }
        assert.equal(seen.error, expected[chain].error);
        const names = seen.chain.map(({ subject }) => String(subject.CN));
        assert.equal(names.length, expected[chain].names.length, names.join(' < '));
        for (const [index, name] of expected[chain].names.entries()) assert.match(names[index] ?? '', name);
      }
    });
  }

  it('the G2/G3 story: a store with root and G2 trusts a G2 leaf sent alone, and no G3 leaf', async () => {
    const ca = lab.sim.ca;
    lab.sim.certificates.use('g2-leaf-only');
    assert.equal((await look({ ca })).error, null);
    lab.sim.certificates.use('g3-leaf-only');
    assert.equal((await look({ ca })).error, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it('another root of the same name: the serial numbers differ', async () => {
    lab.sim.certificates.use('other-root');
    const { chain } = await look();
    const root = new X509Certificate(lab.sim.rootPem);
    assert.equal(chain[2]?.subject.CN, 'Guest Lab Primary Root CA');
    assert.notEqual(chain[2]?.serialNumber, root.serialNumber);
    assert.equal((await look({ ca: await lab.authority.otherRootPem() })).error, null);
  });

  const names: [string, string][] = [
    ['api.clickatell.com', '*.clickatell.com'],
    ['platform.clickatell.com', '*.clickatell.com'],
    ['api.twilio.com', 'api.twilio.com'],
    ['api.telnyx.com', 'api.telnyx.com'],
    ['mm.inmobile.dk', 'mm.inmobile.dk'],
    ['a.b.clickatell.com', 'a.b.clickatell.com'],
    ['localhost', 'localhost'],
  ];
  for (const [servername, name] of names) {
    it(`${servername} is served ${name}`, async () => {
      const seen = await look({ servername });
      assert.equal(seen.error, null);
      assert.equal(seen.chain[0]?.subject.CN, name);
    });
  }

  it('a session cannot be resumed: every connection shows the chain', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const first = await look({ maxVersion } as object);
      const second = await look({
        ...(first.session ? { session: first.session } : {}),
        maxVersion,
      } as object);
      assert.equal(second.reused, false, maxVersion);
    }
  });

  it('switching closes a connection that is idle, and lets one finish that is not', async () => {
    const socket = connect({ port: lab.sim.https.port, host: '127.0.0.1', ca: lab.sim.ca });
    socket.write('GET /_sim/tls HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    const ended = new Promise((resolve) => socket.once('end', resolve));
    socket.resume();
    lab.sim.certificates.use('g3');
    await ended;
    socket.destroy();
  });

  it('an unknown chain is refused', () => {
    assert.throws(() => lab.sim.certificates.use('g4' as ChainName), /chain: "g4" is not one of g2, /);
  });
});
