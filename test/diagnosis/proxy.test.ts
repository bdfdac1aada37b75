import assert from 'node:assert/strict';
import { bypassMistake } from '../../src/diagnosis/bypass-mistake.ts';
import { proxy as family } from '../../src/diagnosis/proxy.ts';
import type { Case } from '../../src/domain/diagnosis.ts';
import type { Exchange, Failure } from '../../src/domain/transcript.ts';
import { httpAnswer } from '../support/bare-server.ts';
import { certificate, failedCase, unsent } from './case.ts';
import { describeRules } from './describe-rules.ts';

const settings = (changes: Record<string, unknown> = {}) => ({
  proxy: { fqdn: 'proxy.acme.example', port: 3128, userName: '', password: '', bypassHosts: [], ...changes },
});
const via = (answer: string | null = null, mode: 'tunnel' | 'forward' = 'tunnel') => ({
  proxy: { host: 'proxy.acme.example', port: 3128, mode, answer },
});
const atProxy = (code: string, answer: string | null = null, more: Record<string, unknown> = {}) =>
  failedCase({ phase: 'proxy', code }, { during: via(answer), settings: settings(more) });
const later = (failure: Pick<Failure, 'phase' | 'code'>, during: Partial<Exchange>) =>
  failedCase(failure, { during, settings: settings() });
const refusedChain = (issuer: string, during: Partial<Exchange>) =>
  later(
    { phase: 'tls', code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' },
    {
      ...during,
      tls: {
        version: 'TLSv1.3',
        cipher: null,
        serverName: 'sms.example.com',
        trusted: false,
        code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        reason: 'Not trusted.',
        chain: [
          certificate('CN=sms.example.com', issuer, { subjectAltName: 'DNS:sms.example.com' }),
          certificate(issuer, issuer),
        ],
      },
    },
  );
/** What answered was the proxy or the provider: the answer itself is whole. */
function gateway(headers: string[]): Case {
  const response = Buffer.from(httpAnswer('403 Forbidden', 'no', headers)).toString('base64');
  const one = later({ phase: 'response', code: 'X' }, { ...via(null, 'forward'), response });
  return { ...one, end: one.end && { ...one.end, failure: null } };
}

describe('diagnosis: proxy', () => {
  describeRules(family, [
    {
      rule: 'proxy-is-a-url',
      finds: unsent(atProxy('X', null, { fqdn: 'http://proxy.acme.example' })),
      says: /"http:\/\/proxy\.acme\.example"/,
      remedy: /host name alone/,
      misses: unsent(atProxy('X')),
    },
    {
      rule: 'proxy-name-not-found',
      finds: atProxy('ENOTFOUND'),
      says: /"proxy\.acme\.example"/,
      remedy: /spelling/,
      misses: failedCase({ phase: 'dns', code: 'ENOTFOUND' }),
    },
    {
      rule: 'proxy-is-dead',
      finds: atProxy('ECONNREFUSED'),
      says: /proxy\.acme\.example:3128/,
      remedy: /remove it/,
      misses: failedCase({ phase: 'connect', code: 'ECONNREFUSED' }),
    },
    {
      rule: 'proxy-unreachable',
      finds: atProxy('EHOSTUNREACH'),
      says: /proxy\.acme\.example:3128 \(EHOSTUNREACH\)/,
      remedy: /address/,
      misses: atProxy('ECONNREFUSED'),
    },
    {
      rule: 'proxy-does-not-answer',
      finds: atProxy('TIMEOUT'),
      says: /proxy\.acme\.example:3128 did not answer/,
      remedy: /still works/,
      misses: later({ phase: 'response', code: 'TIMEOUT' }, via()),
    },
    {
      rule: 'proxy-demands-login',
      finds: atProxy('PROXY_AUTHENTICATION_REQUIRED', 'HTTP/1.1 407 No', { userName: 'ise' }),
      says: /refused the user name "ise"/,
      remedy: /Correct user name and password/,
      misses: atProxy('PROXY_REFUSED', 'HTTP/1.1 403 No'),
    },
    {
      rule: 'proxy-refuses',
      finds: atProxy('PROXY_REFUSED', 'HTTP/1.1 503 Service Unavailable'),
      says: /sms\.example\.com:443: "HTTP\/1\.1 503 Service Unavailable"/,
      remedy: /can reach and resolve sms\.example\.com:443/,
      misses: atProxy('PROXY_AUTHENTICATION_REQUIRED', 'HTTP/1.1 407 No'),
    },
    {
      rule: 'proxy-is-not-http',
      finds: atProxy('PROXY_NOT_HTTP', 'SSH-2.0-x'),
      says: /"SSH-2\.0-x"/,
      remedy: /HTTP proxy/,
      misses: atProxy('PROXY_CLOSED'),
    },
    {
      rule: 'proxy-closes',
      finds: atProxy('PROXY_CLOSED'),
      says: /proxy\.acme\.example:3128 closed/,
      remedy: /log of the proxy/,
      misses: atProxy('PROXY_NOT_HTTP', 'x'),
    },
    {
      rule: 'proxy-failed',
      finds: atProxy('EMFILE'),
      says: /proxy\.acme\.example:3128.*EMFILE/,
      remedy: /remove it/,
      misses: atProxy('STOPPED'),
    },
    {
      rule: 'proxy-intercepts-tls',
      finds: refusedChain('CN=Acme Inspection, O=Acme', via()),
      says: /sms\.example\.com.*"Acme Inspection"/,
      remedy: /bypass list/,
      misses: refusedChain('CN=DigiCert Global Root G2, O=DigiCert Inc', via()),
    },
    {
      rule: 'proxy-answered',
      finds: gateway(['X-Squid-Error: ERR_ACCESS_DENIED 0']),
      says: /"HTTP\/1\.1 403 Forbidden" was written by the proxy proxy\.acme\.example:3128/,
      remedy: /bypass list/,
      misses: gateway([]),
    },
    {
      rule: 'proxy-in-the-way',
      finds: later({ phase: 'response', code: 'TIMEOUT' }, via()),
      says: /sms\.example\.com passes the proxy proxy\.acme\.example:3128/,
      remedy: /bypass list/,
      certainty: 'suspect',
      misses: failedCase({ phase: 'response', code: 'TIMEOUT' }),
    },
    {
      rule: 'bypass-entry-without-effect',
      finds: atProxy('ECONNREFUSED', null, { bypassHosts: ['https://sms.example.com'] }),
      says: /"https:\/\/sms\.example\.com" does not cover sms\.example\.com/,
      remedy: /"sms\.example\.com"/,
      certainty: 'suspect',
      misses: atProxy('ECONNREFUSED', null, { bypassHosts: ['mail.example.com'] }),
    },
  ]);

  it('an intercepting CA without a proxy is an unknown one', () => {
    const found = family.rules.find(({ name }) => name === 'proxy-intercepts-tls');
    assert.equal(found?.find(refusedChain('CN=Acme Inspection, O=Acme', {})), null);
  });

  for (const [entry, better] of [
    ['https://api.test', 'api.test'],
    ['api.test:443', 'api.test'],
    ['api.test/x', 'api.test'],
    ['"api.test"', 'api.test'],
    ['mail.test;api.test', 'mail.test, api.test'],
    ['mail.test api.test', 'mail.test, api.test'],
    ['*.api.test', 'api.test'],
    ['api.*', 'api.test'],
    ['*api.test', 'api.test'],
    ['test.', null],
    ['www.api.test', 'api.test'],
    ['.api.test', null],
    ['API.TEST', null],
    ['*.test', null],
    ['other.test', null],
  ] as const) {
    it(`bypass list "${entry}": ${better === null ? 'no mistake is found' : `"${better}" is proposed`}`, () => {
      assert.equal(bypassMistake('api.test', [entry])?.better ?? null, better);
    });
  }
});
