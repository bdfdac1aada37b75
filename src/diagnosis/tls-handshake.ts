import type { Case } from '../domain/diagnosis.ts';
import type { Exchange, Failure } from '../domain/transcript.ts';
import { answerLines, answerOf } from './answer-of.ts';
import { cause } from './failed-exchange.ts';
import { excerpt, failedIn, lastExchange, targetText } from './last-exchange.ts';
import type { Finding, Rule } from './rule.ts';

const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|HTTPS_PROXY_REQUEST/;
const TOO_OLD = /UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION|VERSION_TOO_LOW|NO_PROTOCOLS_AVAILABLE/;
const NO_CIPHER = /ALERT_HANDSHAKE_FAILURE|NO_SHARED_CIPHER|INSUFFICIENT_SECURITY/;
const WEAK_KEY = /KEY_TOO_SMALL|MD_TOO_WEAK|DH_KEY|BAD_ECPOINT/;
const NAME_UNKNOWN = /UNRECOGNIZED_NAME/;
/** nginx asks for the certificate after the handshake, and says so in HTTP. */
const NO_CERTIFICATE = /No required SSL certificate was sent|The SSL certificate error/i;
const NO_CERTIFICATE_REMEDY =
  'Ask the provider for an access with user name and password, or put a relay in between that has the certificate.';
const CLIENT_CERTIFICATE = /CERTIFICATE_REQUIRED|ALERT_BAD_CERTIFICATE|ALERT_UNKNOWN_CA|ALERT_ACCESS_DENIED/;
const NAMED = [NOT_TLS, TOO_OLD, NO_CIPHER, WEAK_KEY, NAME_UNKNOWN, CLIENT_CERTIFICATE];

/** Handshakes that ended before a certificate could be judged, and the two ways to mix up HTTP and HTTPS. */
export const handshakeRules: Rule[] = [
  {
    name: 'tls-to-plain-port',
    source: "OpenSSL: the peer's first bytes are no TLS record.",
    find: (one) =>
      inHandshake(
        one,
        (code) => NOT_TLS.test(code),
        ({ exchange, failure }) => {
          const smtp = one.channel === 'email' || one.provider?.type === 'smtp';
          return cause(
            `${targetText(exchange)} does not speak TLS on this port: something else answered the handshake.`,
            smtp
              ? 'Use port 465 for TLS at once, or 587 with STARTTLS; or switch encryption off at the SMTP server settings.'
              : 'Write http:// into "URL" if this port speaks plain HTTP, or the port that speaks HTTPS (443).',
            [failure.message],
          );
        },
      ),
  },
  {
    name: 'http-to-https-port',
    source: 'RFC 8446, 5.1: a TLS alert begins with 15 03; nginx, Apache and Go say it in words.',
    find(one) {
      const exchange = lastExchange(one);
      if (exchange === null || exchange.target.secure || one.provider?.type !== 'http') return null;
      const bytes = Buffer.from(exchange.response, 'base64');
      const alert = (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3;
      const answer = answerOf(one);
      const said =
        answer !== null &&
        answer.status === 400 &&
        /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled|sent an HTTP request to an HTTPS server/i.test(
          answer.text,
        );
      if (!alert && !said) return null;
      return cause(
        `"URL" of "${one.provider.name}" says http://, and ${targetText(exchange)} speaks HTTPS only.`,
        'Write https:// into "URL", and import the CA of the provider into Trusted Certificates.',
        [
          said
            ? `Answer: ${excerpt(`${answer?.statusLine ?? ''} ${answer?.text ?? ''}`)}`
            : `Answer: a TLS record, bytes ${bytes.toString('hex', 0, 7)}`,
        ],
      );
    },
  },
  {
    name: 'port-contradicts-scheme',
    source: 'IANA: 80 is http, 443 is https.',
    follows: ['vendor-wants-https'],
    find({ end, provider }) {
      if (end !== null || provider?.type !== 'http') return null;
      const [, scheme = '', port = ''] =
        /^\s*(https?):\/\/(?:[^@/?#]*@)?[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(provider.url) ?? [];
      const secure = scheme.toLowerCase() === 'https';
      if (port !== (secure ? '80' : '443')) return null;
      return {
        certainty: 'suspect',
        problem: `"URL" of "${provider.name}" says ${scheme}:// and port ${port}, which is the port of ${secure ? 'http' : 'https'}.`,
        remedy: `Write ${secure ? 'https:// with port 443' : 'https://'}, or leave the port out of "URL".`,
        evidence: [`URL: ${provider.url.replace(/[?#].*/s, '')}`],
      };
    },
  },
  {
    name: 'tls-too-old',
    source: 'ISE: GUESS: TLS 1.2 or newer. Twilio left TLS 1.0 and 1.1 in 2019 and 2022.',
    find: (one) =>
      inHandshake(
        one,
        (code) => TOO_OLD.test(code),
        ({ exchange, failure }) =>
          cause(
            `${targetText(exchange)} offers no TLS version from 1.2 on.`,
            'Ask the provider to switch on TLS 1.2; older versions are not safe and not spoken here.',
            [failure.message],
          ),
      ),
  },
  {
    name: 'tls-no-common-cipher',
    source: 'RFC 8446, 6.2: handshake_failure.',
    find: (one) =>
      inHandshake(
        one,
        (code) => NO_CIPHER.test(code),
        ({ exchange, failure }) =>
          cause(
            `${targetText(exchange)} and this side have no cipher suite in common (${failure.code}).`,
            'Ask the provider for ECDHE with AES-GCM; a server that knows only old ciphers, or demands a client certificate, ends like this.',
            [failure.message],
          ),
      ),
  },
  {
    name: 'tls-weak-key',
    source: 'OpenSSL, security level 2.',
    find: (one) =>
      inHandshake(
        one,
        (code) => WEAK_KEY.test(code),
        ({ exchange, failure }) =>
          cause(
            `A key that ${targetText(exchange)} uses for TLS is too short (${failure.code}).`,
            'Ask the provider for an RSA or DH key of 2048 bits or more.',
            [failure.message],
          ),
      ),
  },
  {
    name: 'tls-host-unknown',
    source: 'RFC 6066, 3: unrecognized_name.',
    find: (one) =>
      inHandshake(
        one,
        (code) => NAME_UNKNOWN.test(code),
        ({ exchange, failure }) =>
          cause(
            `The server at ${targetText(exchange)} does not know the host name "${exchange.target.host}".`,
            `Check the host name in the settings: the server that answers serves others, and not "${exchange.target.host}".`,
            [failure.message],
          ),
      ),
  },
  {
    name: 'client-certificate-demanded',
    source: 'RFC 8446, 6.2: certificate_required.',
    find(one) {
      const answer = answerOf(one);
      if (answer?.status === 400 && NO_CERTIFICATE.test(answer.text)) {
        const exchange = lastExchange(one);
        return cause(
          `${exchange === null ? 'The provider' : targetText(exchange)} demands a client certificate (HTTP 400), which ISE cannot present to an SMS provider.`,
          NO_CERTIFICATE_REMEDY,
          answerLines(answer),
        );
      }
      const failed = failedIn(one, 'tls', 'request', 'response');
      if (failed === null || failed.exchange === null || !CLIENT_CERTIFICATE.test(failed.failure.code))
        return null;
      return cause(
        `${targetText(failed.exchange)} demands a client certificate (${failed.failure.code}), which ISE cannot present to an SMS provider.`,
        NO_CERTIFICATE_REMEDY,
        [failed.failure.message],
      );
    },
  },
  {
    name: 'tls-closed',
    source: 'tcp(7): the peer closed or reset the connection.',
    find: (one) =>
      inHandshake(
        one,
        (code) => code === 'ECONNRESET' || code === 'EPIPE',
        ({ exchange, failure }) =>
          cause(
            `${targetText(exchange)} closed the connection during the TLS handshake.`,
            'Look for a firewall that does not let TLS to this host through; a server that wants another TLS version or host name may end like this, too.',
            [failure.message],
          ),
      ),
  },
  {
    name: 'tls-timeout',
    source: 'The emulated time-out, ended within the handshake.',
    find: (one) =>
      inHandshake(
        one,
        (code) => code === 'TIMEOUT' || code === 'ETIMEDOUT',
        ({ exchange, failure }) =>
          cause(
            `${targetText(exchange)} took the connection and did not answer the TLS handshake.`,
            'Check that this port speaks TLS, and that no firewall swallows the handshake.',
            [failure.message],
          ),
      ),
  },
  {
    name: 'tls-failed',
    source: 'OpenSSL, any other end of a handshake or of the connection above it.',
    find(one) {
      const failed = failedIn(one, 'tls', 'request', 'response');
      if (failed === null || failed.exchange === null) return null;
      const { exchange, failure } = failed;
      const { code, phase } = failure;
      const named = phase === 'tls' ? NAMED : [CLIENT_CERTIFICATE];
      if (refusedByUs(exchange) || named.some((known) => known.test(code))) return null;
      if (phase === 'tls' ? CLOSED_OR_LATE.has(code) : !/^ERR_SSL_|^ERR_TLS_/.test(code)) return null;
      return cause(
        `TLS with ${targetText(exchange)} failed: ${code}.`,
        'Show this code to the provider, and look for a firewall that changes TLS on its way.',
        [failure.message],
      );
    },
  },
];

const CLOSED_OR_LATE = new Set(['ECONNRESET', 'EPIPE', 'TIMEOUT', 'ETIMEDOUT', 'STOPPED']);

function inHandshake(
  one: Case,
  fits: (code: string) => boolean,
  tell: (failed: { failure: Failure; exchange: Exchange }) => Finding,
): Finding | null {
  const failed = failedIn(one, 'tls');
  if (failed === null || failed.exchange === null || refusedByUs(failed.exchange)) return null;
  if (!fits(failed.failure.code)) return null;
  return tell({ failure: failed.failure, exchange: failed.exchange });
}

/** The handshake ended well, and its certificates did not please. */
function refusedByUs({ tls }: Exchange): boolean {
  return tls !== null && !tls.trusted && tls.chain.length > 0;
}
