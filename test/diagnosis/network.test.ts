import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/index.ts';
import { network } from '../../src/diagnosis/network.ts';
import type { Exchange } from '../../src/domain/transcript.ts';
import { httpAnswer } from '../support/bare-server.ts';
import { httpProvider, smtpProvider } from '../support/providers.ts';
import { failedCase, sendingSettings } from './case.ts';
import { describeRules } from './describe-rules.ts';

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
const answered = (text: string, more: Partial<Exchange> = {}) => ({
  during: { response: base64(text), ...more },
});
const reused = { during: { reusedConnection: true } };
const refused = failedCase({ phase: 'connect', code: 'ECONNREFUSED' });
const proxy = { fqdn: 'proxy.example', port: 3128, userName: '', password: '', bypassHosts: [] };
const kept401 = failedCase(
  { phase: 'response', code: 'INCOMPLETE_RESPONSE' },
  answered(httpAnswer('401 Unauthorized'), { reusedConnection: true }),
);

describe('diagnosis: network', () => {
  describeRules(network, [
    {
      rule: 'host-name-not-found',
      finds: failedCase({ phase: 'dns', code: 'ENOTFOUND' }, { provider: smtpProvider() }),
      says: /no address for the host name "sms\.example\.com" in the SMTP server settings/,
      remedy: /spelling/,
      misses: failedCase({ phase: 'dns', code: 'STOPPED' }),
    },
    {
      rule: 'connection-refused',
      finds: failedCase(
        { phase: 'connect', code: 'ECONNREFUSED' },
        { during: { redirectedTo: { host: '127.0.0.1', port: 9 } } },
      ),
      says: /127\.0\.0\.1:9, from "connectTo" for sms\.example\.com:443/,
      remedy: /"connectTo"/,
      misses: failedCase({ phase: 'proxy', code: 'ECONNREFUSED' }),
    },
    {
      rule: 'connect-timeout',
      finds: failedCase({ phase: 'connect', code: 'TIMEOUT' }),
      says: /sms\.example\.com:443, from "URL" of "A gateway", did not answer/,
      remedy: /firewall/,
      misses: failedCase({ phase: 'response', code: 'TIMEOUT' }),
    },
    {
      rule: 'host-unreachable',
      finds: failedCase({ phase: 'connect', code: 'EHOSTUNREACH' }),
      says: /No route leads to sms\.example\.com:443/,
      remedy: /address in "URL"/,
      misses: refused,
    },
    {
      rule: 'connection-failed',
      finds: failedCase({ phase: 'connect', code: 'EMFILE' }),
      says: /sms\.example\.com:443.*EMFILE/,
      remedy: /firewall/,
      misses: refused,
    },
    {
      rule: 'proxy-forgotten',
      finds: failedCase({ phase: 'connect', code: 'ENETUNREACH' }),
      says: /No proxy is set, and sms\.example\.com:443/,
      remedy: /Settings > Proxy/,
      certainty: 'suspect',
      misses: failedCase({ phase: 'connect', code: 'ENETUNREACH' }, { settings: sendingSettings({ proxy }) }),
    },
    {
      rule: 'kept-connection-closed',
      finds: failedCase({ phase: 'response', code: 'ECONNRESET' }, reused),
      says: /sms\.example\.com:443 closed the connection, kept from an earlier message/,
      remedy: /before you repeat it/,
      misses: failedCase({ phase: 'response', code: 'ECONNRESET' }),
    },
    {
      rule: 'closed-without-answer',
      finds: failedCase({ phase: 'response', code: 'ECONNRESET', mayHaveBeenSent: true }),
      says: /sms\.example\.com:443 took the request and closed/,
      remedy: /Ask the provider/,
      misses: failedCase({ phase: 'response', code: 'ECONNRESET' }, reused),
    },
    {
      rule: 'request-cut-off',
      finds: failedCase({ phase: 'request', code: 'EPIPE' }),
      says: /sms\.example\.com:443 closed the connection before/,
      remedy: /again/,
      misses: failedCase({ phase: 'response', code: 'EPIPE' }),
    },
    {
      rule: 'request-not-taken',
      finds: failedCase({ phase: 'request', code: 'TIMEOUT', message: 'Gave up after 400 ms.' }),
      says: /sms\.example\.com:443 did not take the request within the 400 ms/,
      remedy: /does not read/,
      misses: failedCase({ phase: 'response', code: 'TIMEOUT' }),
    },
    {
      rule: 'no-answer-in-time',
      finds: failedCase({ phase: 'response', code: 'TIMEOUT', message: 'Gave up after 400 ms.' }),
      says: /sent no answer within 400 ms/,
      remedy: /timeoutMs/,
      misses: failedCase({ phase: 'response', code: 'TIMEOUT' }, answered('HTTP/1.1 200 OK\r\n')),
    },
    {
      rule: 'answer-stalls',
      finds: failedCase({ phase: 'response', code: 'TIMEOUT' }, answered('HTTP/1.1 200 OK\r\n')),
      says: /began its answer "HTTP\/1\.1 200 OK"/,
      remedy: /Content-Length/,
      misses: failedCase({ phase: 'response', code: 'TIMEOUT' }),
    },
    {
      rule: 'answer-cut-short',
      finds: failedCase({ phase: 'response', code: 'INCOMPLETE_RESPONSE' }, answered('HTTP/1.1 200 OK\r\n')),
      says: /within its answer "HTTP\/1\.1 200 OK"/,
      remedy: /whether the message arrived/,
      misses: failedCase({ phase: 'response', code: 'ECONNRESET' }),
    },
    {
      rule: 'answer-is-not-http',
      finds: failedCase({ phase: 'response', code: 'HPE_INVALID_CONSTANT' }, answered('+OK POP3 ready\r\n')),
      says: /"\+OK POP3 ready"/,
      remedy: /another service/,
      misses: failedCase(
        { phase: 'response', code: 'HPE_INVALID_CONSTANT' },
        answered('\x15\x03\x03\x00\x02\x02\x46'),
      ),
    },
    {
      rule: 'connection-failed-later',
      finds: failedCase({ phase: 'request', code: 'EHOSTUNREACH' }),
      says: /sms\.example\.com:443.*EHOSTUNREACH/,
      remedy: /again/,
      misses: failedCase({ phase: 'request', code: 'ECONNRESET' }),
    },
    {
      rule: 'login-lost-on-kept-connection',
      finds: kept401,
      says: /sms\.example\.com:443 refused the login \(401\) on a connection that was kept/,
      remedy: /new connection/,
      certainty: 'suspect',
      misses: failedCase(
        { phase: 'response', code: 'INCOMPLETE_RESPONSE' },
        answered(httpAnswer('401 Unauthorized')),
      ),
    },
    {
      rule: 'emulator-stopped',
      finds: failedCase({ phase: 'response', code: 'STOPPED', mayHaveBeenSent: true }),
      says: /phase response/,
      remedy: /whether the message arrived/,
      misses: failedCase({ phase: 'response', code: 'TIMEOUT' }),
    },
  ]);

  it('a host a letter off a known one, or off "HTTPS Host", is set right', () => {
    for (const [host, httpsHost] of [
      ['api.twillio.com', ''],
      ['gatewya.example', 'gateway.example'],
    ] as const) {
      const provider = httpProvider({ url: `https://${host}/send?text=`, httpsHost, httpsPassword: 'x' });
      const target = { host, port: 443, secure: true };
      const [first, ...others] = diagnose(
        failedCase({ phase: 'dns', code: 'ENOTFOUND' }, { provider, during: { target } }),
      );
      assert.match(first?.remedy ?? '', /Write api\.twilio\.com |\(gateway\.example\?\)/);
      // To carry the mistake over into "HTTPS Host" would help nobody.
      assert.ok(!others.some(({ rule }) => rule === 'credentials-out-of-scope'));
    }
  });
});
