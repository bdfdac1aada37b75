import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Exchange, Failure } from '../../src/domain/transcript.ts';
import { smtpProvider } from '../support/providers.ts';
import { certificate, failedCase } from './case.ts';

type Row = [phase: Failure['phase'], codes: string[], during?: Partial<Exchange> | null];

const proxy = { host: 'proxy.example', port: 3128, mode: 'tunnel' as const, answer: null };
const SYSTEM = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
  'EADDRNOTAVAIL',
  'EMFILE',
  'UNKNOWN',
];
const OPENSSL = [
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  'ERR_SSL_DH_KEY_TOO_SMALL',
  'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
];
const VERDICTS = [
  'NO_CERTIFICATE',
  'INTERMEDIATE_NOT_IMPORTED',
  'SAME_NAME_OTHER_SERIAL',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'UNSPECIFIED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

const TABLE: Row[] = [
  ['configuration', ['UNKNOWN_PROVIDER', 'CANNOT_BE_SENT'], null],
  ['release', ['NOT_FUNCTIONAL_IN_RELEASE'], null],
  ['dns', ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'TIMEOUT', 'STOPPED']],
  ['connect', [...SYSTEM, 'TIMEOUT', 'STOPPED']],
  [
    'proxy',
    [
      ...SYSTEM,
      'ENOTFOUND',
      'TIMEOUT',
      'STOPPED',
      'PROXY_CLOSED',
      'PROXY_NOT_HTTP',
      'PROXY_REFUSED',
      'PROXY_AUTHENTICATION_REQUIRED',
    ],
    { proxy },
  ],
  ['tls', [...SYSTEM, ...OPENSSL, 'TIMEOUT', 'STOPPED']],
  ['request', [...SYSTEM, ...OPENSSL, 'TIMEOUT', 'STOPPED']],
  ['request', ['INVALID_URL', 'ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN'], null],
  ['response', [...SYSTEM, ...OPENSSL, 'HPE_INVALID_CONSTANT', 'INCOMPLETE_RESPONSE', 'TIMEOUT', 'STOPPED']],
  [
    'smtp',
    [
      ...SYSTEM,
      'ECONNECTION',
      'EAUTH',
      'ESOCKET',
      'EPROTOCOL',
      'STARTTLS_NOT_OFFERED',
      'STARTTLS_INJECTION',
      'TIMEOUT',
      'STOPPED',
      '421',
      '450',
      '530',
      '535',
      '550',
      '354',
    ],
  ],
  ['interrupted', ['INTERRUPTED'], null],
];

describe('diagnosis of every failure', () => {
  for (const [phase, codes, during] of TABLE) {
    it(`${phase}: each code has a cause of its own`, () => {
      const provider = phase === 'smtp' ? { provider: smtpProvider() } : {};
      for (const code of codes) {
        const found = diagnose(
          failedCase({ phase, code }, { ...(during === undefined ? {} : { during }), ...provider }),
        );
        const [first] = found;
        assert.equal(first?.certainty, 'cause', `${phase} ${code}: ${JSON.stringify(found)}`);
        const known = phase === 'release' || !['failed', 'refused'].includes(first.rule);
        assert.ok(known, `${phase} ${code} is not explained`);
      }
    });

    it(`${phase}: a code that nobody has foreseen has a cause, too`, () => {
      const found = diagnose(
        failedCase({ phase, code: 'EWHATEVER' }, during === undefined ? {} : { during }),
      );
      assert.equal(found[0]?.certainty, 'cause');
      assert.match(JSON.stringify(found[0]), /EWHATEVER|interrupted/);
    });
  }

  it('tls: each verdict on a chain has a cause', () => {
    const leaf = certificate('CN=sms.example.com', 'CN=Some CA, O=Some');
    for (const code of VERDICTS) {
      const chain = code === 'NO_CERTIFICATE' ? [] : [leaf];
      const tls = {
        version: 'TLSv1.3',
        cipher: null,
        serverName: 'sms.example.com',
        trusted: false,
        code,
        reason: `Refused: ${code}.`,
        chain,
      };
      const [first] = diagnose(failedCase({ phase: 'tls', code }, { during: { tls } }));
      assert.equal(first?.certainty, 'cause', code);
      assert.notEqual(first.rule, 'failed', code);
    }
  });

  it('the table knows each code that the wire writes', () => {
    const source = globSync('src/wire/*.ts')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const written = new Set(
      [...source.matchAll(/'([A-Z]{2,}(?:_[A-Z]+)+|EPROTOCOL|STOPPED|TIMEOUT)'/g)].map(
        ([, code = '']) => code,
      ),
    );
    const known = new Set([...TABLE.flatMap(([, codes]) => codes), ...VERDICTS, ...NO_CODES]);
    assert.deepEqual(
      [...written].filter((code) => !known.has(code)),
      [],
    );
  });
});

/** Written in capitals in the wire, and no code of a failed attempt: a probe sends no message. */
const NO_CODES = ['PROBE_ENDS'];
