import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/index.ts';
import { tls as family } from '../../src/diagnosis/tls.ts';
import type { CertificateFacts } from '../../src/domain/transcript.ts';
import { httpAnswer } from '../support/bare-server.ts';
import { httpProvider } from '../support/providers.ts';
import { certificate, failedCase, unsent } from './case.ts';
import { describeRules } from './describe-rules.ts';

const HOST = 'sms.example.com';
const ROOT = 'CN=thawte Primary Root CA, O=thawte';
const G2 = 'CN=thawte SSL CA - G2, O=thawte';
const G3 = 'CN=thawte SSL CA - G3, O=thawte';

const leaf = (issuer: string, changes: Partial<CertificateFacts> = {}) =>
  certificate(`CN=${HOST}`, issuer, { subjectAltName: `DNS:${HOST}`, serialNumber: 'AA', ...changes });
const root = certificate(ROOT, ROOT, { serialNumber: '344E' });
const g2 = certificate(G2, ROOT, { serialNumber: '1687' });
const g3 = certificate(G3, ROOT, { serialNumber: '57BF' });
const imported = (...store: CertificateFacts[]) => store.map((one) => ({ ...one, inStore: true }));

/** A server whose chain was refused with this code. */
function refused(code: string, chain: CertificateFacts[], store: CertificateFacts[] = []) {
  const known = new Set(store.map(({ fingerprint256 }) => fingerprint256));
  const served = chain.map((one) => ({ ...one, inStore: known.has(one.fingerprint256) }));
  const tls = {
    version: 'TLSv1.3',
    cipher: null,
    serverName: HOST,
    trusted: false,
    code,
    reason: 'Not trusted.',
    chain: served,
  };
  return failedCase({ phase: 'tls', code }, { during: { tls }, settings: { store: imported(...store) } });
}

const handshake = (code: string, phase: 'tls' | 'response' = 'tls') => failedCase({ phase, code });
const plain = (body: string) =>
  failedCase(
    { phase: 'response', code: 'HPE_INVALID_CONSTANT' },
    {
      provider: httpProvider({ name: 'A gateway', url: `http://${HOST}:443/send?to=$mobilenumber$&text=` }),
      during: {
        target: { host: HOST, port: 443, secure: false },
        response: Buffer.from(body, 'latin1').toString('base64'),
      },
    },
  );
const otherNames = leaf(G2, { subjectAltName: 'DNS:*.example.net, DNS:example.net' });

describe('diagnosis: TLS', () => {
  describeRules(family, [
    {
      rule: 'imported-certificate-expired',
      certainty: 'suspect',
      finds: unsent(
        refused(
          'X',
          [],
          [certificate(ROOT, ROOT, { serialNumber: '344E', validTo: '2020-07-16T00:00:00.000Z' })],
        ),
      ),
      says: /thawte Primary Root CA.*344E.*expired on 2020-07-16/,
      remedy: /successor/,
      misses: unsent(refused('X', [], [root])),
    },
    {
      rule: 'imported-issuer-missing',
      certainty: 'suspect',
      finds: unsent(refused('X', [], [g2])),
      says: /thawte SSL CA - G2.* was issued by .*thawte Primary Root CA/,
      remedy: /Import "CN=thawte Primary Root CA/,
      misses: unsent(refused('X', [], [g2, root])),
    },
    {
      rule: 'nothing-imported',
      finds: unsent(handshake('X')),
      says: /sms\.example\.com is reached over TLS/,
      remedy: /root of sms\.example\.com/,
      misses: unsent(plain('')),
    },
    {
      rule: 'port-contradicts-scheme',
      finds: unsent(plain('')),
      says: /"A gateway" says http:\/\/ and port 443/,
      remedy: /https/,
      certainty: 'suspect',
      misses: unsent(handshake('X')),
    },
    {
      rule: 'same-name-other-serial',
      finds: refused(
        'SAME_NAME_OTHER_SERIAL',
        [leaf(G2), g2, root],
        [{ ...root, serialNumber: '9999', fingerprint256: 'other' }, g2],
      ),
      says: /"thawte Primary Root CA" has the serial number 9999.*has 344E/,
      remedy: /serial number 344E/,
      misses: refused('UNABLE_TO_GET_ISSUER_CERT', [leaf(G2), g2], [g2]),
    },
    {
      rule: 'wrong-intermediate',
      finds: refused('INTERMEDIATE_NOT_IMPORTED', [leaf(G2), g2], [root, g3]),
      says: /needs "thawte SSL CA - G2" \(serial number 1687\), and "thawte SSL CA - G3" \(serial number 57BF\)/,
      remedy: /Import "thawte SSL CA - G2"/,
      misses: refused('INTERMEDIATE_NOT_IMPORTED', [leaf(G2), g2], [root]),
    },
    {
      rule: 'missing-intermediate',
      finds: refused('INTERMEDIATE_NOT_IMPORTED', [leaf(G2), g2], [root]),
      says: /"thawte SSL CA - G2" \(serial number 1687\)/,
      remedy: /Import "thawte SSL CA - G2"/,
      misses: refused('INTERMEDIATE_NOT_IMPORTED', [leaf(G2), g2], [root, g3]),
    },
    {
      rule: 'missing-root',
      finds: refused('UNABLE_TO_GET_ISSUER_CERT', [leaf(G2), g2], [g2]),
      says: /root "thawte Primary Root CA"/,
      remedy: /Import the root "thawte Primary Root CA"/,
      misses: refused('INTERMEDIATE_NOT_IMPORTED', [leaf(G2), g2, root], [root]),
    },
    {
      rule: 'unknown-ca',
      finds: refused('UNABLE_TO_GET_ISSUER_CERT_LOCALLY', [leaf(G2), g2]),
      says: /issued by "thawte SSL CA - G2"/,
      remedy: /"thawte SSL CA - G2" and "thawte Primary Root CA"/,
      misses: refused('UNABLE_TO_GET_ISSUER_CERT', [leaf(G2), g2], [g2]),
    },
    {
      rule: 'self-signed-certificate',
      finds: refused('DEPTH_ZERO_SELF_SIGNED_CERT', [leaf(`CN=${HOST}`)]),
      says: /"sms\.example\.com" \(serial number AA\), which signed itself/,
      remedy: /import this certificate/,
      misses: refused('SELF_SIGNED_CERT_IN_CHAIN', [leaf(G2), g2, root]),
    },
    {
      rule: 'certificate-expired',
      finds: refused('CERT_HAS_EXPIRED', [leaf(G2, { validTo: '2026-01-02T03:04:05.000Z' }), g2], [root, g2]),
      says: /"sms\.example\.com" \(serial number AA\) of sms\.example\.com expired on 2026-01-02/,
      remedy: /renew/,
      misses: refused('INTERMEDIATE_NOT_IMPORTED', [leaf(G2), g2], [root]),
    },
    {
      rule: 'certificate-not-yet-valid',
      finds: refused(
        'CERT_NOT_YET_VALID',
        [leaf(G2, { validFrom: '2027-01-02T03:04:05.000Z' }), g2],
        [root, g2],
      ),
      says: /"sms\.example\.com" \(serial number AA\).*from 2027-01-02 on/,
      remedy: /clock/,
      misses: refused('CERT_HAS_EXPIRED', [leaf(G2), g2], [root, g2]),
    },
    {
      rule: 'certificate-for-another-host',
      finds: refused('ERR_TLS_CERT_ALTNAME_INVALID', [otherNames, g2], [root, g2]),
      says: /"sms\.example\.com", and the certificate names "\*\.example\.net", "example\.net" only/,
      remedy: /host name/,
      misses: refused(
        'INTERMEDIATE_NOT_IMPORTED',
        [leaf(G2, { subjectAltName: 'DNS:*.example.com' }), g2],
        [root],
      ),
    },
    {
      rule: 'weak-certificate',
      finds: refused('UNSPECIFIED', [leaf(G2), g2], [root, g2]),
      says: /"sms\.example\.com"/,
      remedy: /2048/,
      misses: refused('INVALID_CA', [leaf(G2), g2], [root, g2]),
    },
    {
      rule: 'certificate-refused',
      finds: refused('INVALID_CA', [leaf(G2), g2], [root, g2]),
      says: /"sms\.example\.com".*INVALID_CA/,
      remedy: /provider/,
      misses: refused('UNSPECIFIED', [leaf(G2), g2], [root, g2]),
    },
    {
      rule: 'tls-to-plain-port',
      finds: handshake('ERR_SSL_WRONG_VERSION_NUMBER'),
      says: /sms\.example\.com:443 does not speak TLS/,
      remedy: /http:\/\//,
      misses: handshake('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
    },
    {
      rule: 'http-to-https-port',
      finds: plain('\x15\x03\x01\x00\x02\x02\x46'),
      says: /"URL" of "A gateway" says http:\/\/, and sms\.example\.com:443/,
      remedy: /https:\/\//,
      misses: plain(httpAnswer('400 Bad Request', 'Missing parameter: to')),
    },
    {
      rule: 'tls-too-old',
      finds: handshake('ERR_SSL_UNSUPPORTED_PROTOCOL'),
      says: /sms\.example\.com:443 offers no TLS version/,
      remedy: /TLS 1\.2/,
      misses: handshake('ERR_SSL_WRONG_VERSION_NUMBER'),
    },
    {
      rule: 'tls-no-common-cipher',
      finds: handshake('ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
      says: /sms\.example\.com:443 and this side have no cipher/,
      remedy: /ECDHE/,
      misses: handshake('ERR_SSL_UNSUPPORTED_PROTOCOL'),
    },
    {
      rule: 'tls-weak-key',
      finds: handshake('ERR_SSL_DH_KEY_TOO_SMALL'),
      says: /sms\.example\.com:443.*ERR_SSL_DH_KEY_TOO_SMALL/,
      remedy: /2048/,
      misses: refused('UNSPECIFIED', [leaf(G2), g2], [root, g2]),
    },
    {
      rule: 'tls-host-unknown',
      finds: handshake('ERR_SSL_TLSV1_UNRECOGNIZED_NAME'),
      says: /"sms\.example\.com"/,
      remedy: /host name/,
      misses: handshake('ERR_SSL_UNSUPPORTED_PROTOCOL'),
    },
    {
      rule: 'client-certificate-demanded',
      finds: handshake('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'response'),
      says: /sms\.example\.com:443 demands a client certificate/,
      remedy: /relay/,
      misses: handshake('ERR_SSL_UNSUPPORTED_PROTOCOL'),
    },
    {
      rule: 'tls-closed',
      finds: handshake('ECONNRESET'),
      says: /sms\.example\.com:443 closed the connection during/,
      remedy: /firewall/,
      misses: handshake('ECONNRESET', 'response'),
    },
    {
      rule: 'tls-timeout',
      finds: handshake('TIMEOUT'),
      says: /sms\.example\.com:443 took the connection/,
      remedy: /speaks TLS/,
      misses: handshake('TIMEOUT', 'response'),
    },
    {
      rule: 'tls-failed',
      finds: handshake('ERR_SSL_BAD_SIGNATURE'),
      says: /sms\.example\.com:443 failed: ERR_SSL_BAD_SIGNATURE/,
      remedy: /this code/,
      misses: handshake('ERR_SSL_WRONG_VERSION_NUMBER'),
    },
  ]);

  it('all faults at once: not imported, expired, and for another host', () => {
    const old = leaf(G2, { validTo: '2026-01-02T03:04:05.000Z', subjectAltName: 'DNS:example.net' });
    const rules = diagnose(refused('UNABLE_TO_GET_ISSUER_CERT_LOCALLY', [old, g2])).map(({ rule }) => rule);
    assert.deepEqual(rules, ['unknown-ca', 'certificate-expired', 'certificate-for-another-host']);
  });

  it('missing-intermediate: a server that sends another CA than its own is not said to send none', () => {
    const [first] = diagnose(refused('UNABLE_TO_GET_ISSUER_CERT_LOCALLY', [leaf(G2), g3], [root]));
    assert.equal(first?.rule, 'missing-intermediate');
    assert.match(first.problem, /sends "thawte SSL CA - G3", which does not belong.*"thawte SSL CA - G2"/);
  });

  it('a wildcard covers one label and no more', () => {
    const deep = leaf(G2, { subjectAltName: 'DNS:*.com' });
    const rules = diagnose(refused('INTERMEDIATE_NOT_IMPORTED', [deep, g2], [root])).map(({ rule }) => rule);
    assert.deepEqual(rules, ['missing-intermediate', 'certificate-for-another-host']);
  });
});
