import type { Case } from '../domain/diagnosis.ts';
import type { Exchange, Failure } from '../domain/transcript.ts';
import { answerOf } from './answer-of.ts';
import { excerpt, failedIn, lastExchange, placeText, targetText } from './last-exchange.ts';
import type { Family, Finding } from './rule.ts';

interface Failed {
  one: Case;
  failure: Failure;
  exchange: Exchange;
  /** Whom the socket went to. */
  place: { host: string; port: number };
  /** Where that stands: `the URL of "Twilio"`. */
  field: string;
}

/** The way to the provider and back: names, connections, silence. What belongs to a proxy stands in its own family. */
export const network: Family = {
  name: 'network',
  rules: [
    {
      name: 'host-name-not-found',
      source: 'getaddrinfo(3): EAI_NONAME, EAI_AGAIN.',
      find: (one) =>
        when(
          one,
          ['dns'],
          (code) => code !== 'STOPPED',
          ({ failure, field, place }) => {
            const what =
              failure.code === 'EAI_AGAIN' || failure.timedOut
                ? `No DNS server answered for the host name "${place.host}" in ${field}`
                : `DNS knows no address for the host name "${place.host}" in ${field}`;
            return cause(
              `${what}.`,
              `Check the spelling of "${place.host}" in ${field}, and that ISE's name servers can resolve it.`,
              [`DNS: ${failure.code}`, failure.message],
            );
          },
        ),
    },
    {
      name: 'connection-refused',
      source: 'tcp(7): ECONNREFUSED.',
      find: (one) =>
        when(
          one,
          ['connect'],
          (code) => code === 'ECONNREFUSED',
          (failed) =>
            cause(
              `Nothing listens on ${placeText(failed.place)}, from ${failed.field}: the connection was refused.`,
              `Correct host and port in ${failed.field}, or start what should listen there.`,
              connectEvidence(failed),
            ),
        ),
    },
    {
      name: 'connect-timeout',
      source:
        'A firewall that drops packets answers nothing; providers change their addresses (Twilio, Telnyx).',
      find: (one) =>
        when(one, ['connect'], timedOut, (failed) =>
          cause(
            `${placeText(failed.place)}, from ${failed.field}, did not answer the connection attempt.`,
            `Open the firewall for ${placeText(failed.place)}; providers change their addresses, so allow the host's range and not one address.`,
            connectEvidence(failed),
          ),
        ),
    },
    {
      name: 'host-unreachable',
      source: 'ip(7): EHOSTUNREACH, ENETUNREACH, EACCES.',
      find: (one) =>
        when(
          one,
          ['connect'],
          (code) => UNREACHABLE.has(code),
          (failed) =>
            cause(
              `No route leads to ${placeText(failed.place)}, from ${failed.field} (${failed.failure.code}).`,
              `Check the address in ${failed.field}, the routes of this machine, and the firewall.`,
              connectEvidence(failed),
            ),
        ),
    },
    {
      name: 'connection-failed',
      source: 'Any other end of a TCP connection attempt.',
      find: (one) =>
        when(
          one,
          ['connect'],
          (code) => !KNOWN_CONNECT.has(code) && code !== 'STOPPED',
          (failed) =>
            cause(
              `The connection to ${placeText(failed.place)}, from ${failed.field}, could not be made (${failed.failure.code}).`,
              `Check what stands between ISE and ${placeText(failed.place)}: firewall, load balancer, address.`,
              connectEvidence(failed),
            ),
        ),
    },
    {
      name: 'proxy-forgotten',
      source: 'A network that lets only its proxy out drops or refuses direct connections.',
      find(one) {
        if (one.settings.proxy !== null && one.settings.proxy.fqdn !== '') return null;
        if (one.provider?.type !== 'http') return null;
        const blocked = (code: string) => timedOut(code) || UNREACHABLE.has(code);
        return when(one, ['connect'], blocked, ({ place }) => ({
          certainty: 'suspect',
          problem: `No proxy is set, and ${placeText(place)} cannot be reached directly.`,
          remedy:
            'If this network lets only a proxy out, fill in Administration > System > Settings > Proxy, in the emulator "proxy".',
          evidence: ['Proxy: none'],
        }));
      },
    },
    {
      name: 'kept-connection-closed',
      source: 'RFC 9112, 9.3.1: a server may close an idle connection while the next request is on its way.',
      find: (one) =>
        when(one, ['request', 'response'], broken, (failed) => {
          if (!failed.exchange.reusedConnection) return null;
          return cause(
            `${targetText(failed.exchange)} closed the connection, kept from an earlier message, without answering this one.`,
            'Send it again: a new connection is made; look at the provider whether the message arrived before you repeat it.',
            exchangeEvidence(failed, ['Connection: kept from an earlier message']),
          );
        }),
    },
    {
      name: 'closed-without-answer',
      source: 'tcp(7): the peer closed or reset the connection.',
      find: (one) =>
        when(one, ['response'], broken, (failed) => {
          if (failed.exchange.reusedConnection) return null;
          return cause(
            `${targetText(failed.exchange)} took the request and closed the connection without an answer.`,
            'Ask the provider whether the message arrived, then look in its log, or that of a firewall on the way, for what it disliked.',
            exchangeEvidence(failed),
          );
        }),
    },
    {
      name: 'request-cut-off',
      source: 'tcp(7): the peer closed or reset the connection.',
      find: (one) =>
        when(one, ['request'], broken, (failed) => {
          if (failed.exchange.reusedConnection) return null;
          return cause(
            `${targetText(failed.exchange)} closed the connection before it had taken the whole request.`,
            'Send it again; if it happens each time, something on the way (firewall, load balancer) ends the connection.',
            exchangeEvidence(failed),
          );
        }),
    },
    {
      name: 'request-not-taken',
      source: 'The emulated time-out, ended while the request was being written.',
      find: (one) =>
        when(one, ['request'], timedOut, (failed) =>
          cause(
            `${targetText(failed.exchange)} did not take the request within the ${waited(failed)} that the time-out allows.`,
            'Look at the provider: it accepts connections and does not read from them.',
            exchangeEvidence(failed),
          ),
        ),
    },
    {
      name: 'no-answer-in-time',
      source: 'GUESS: how long ISE waits is unknown; the setting is emulator.timeoutMs.',
      find: (one) =>
        when(one, ['response'], timedOut, (failed) => {
          if (failed.exchange.response !== '') return null;
          return cause(
            `${targetText(failed.exchange)} took the request and sent no answer within ${waited(failed)}.`,
            'Ask the provider whether the message arrived before you repeat it; if it is only slow, raise emulator.timeoutMs.',
            exchangeEvidence(failed),
          );
        }),
    },
    {
      name: 'answer-stalls',
      source: 'The emulated time-out, ended within an answer.',
      find: (one) =>
        when(one, ['response'], timedOut, (failed) => {
          if (failed.exchange.response === '') return null;
          return cause(
            `${targetText(failed.exchange)} began its answer "${firstLine(failed.exchange)}" and did not end it within ${waited(failed)}.`,
            'Ask the provider whether the message arrived; an answer that names a longer Content-Length than it has looks like this.',
            exchangeEvidence(failed),
          );
        }),
    },
    {
      name: 'answer-cut-short',
      source: 'RFC 9112, 8: an incomplete message.',
      find: (one) =>
        when(
          one,
          ['response'],
          (code) => code === 'INCOMPLETE_RESPONSE',
          (failed) =>
            cause(
              `${targetText(failed.exchange)} closed the connection within its answer "${firstLine(failed.exchange)}".`,
              'Ask the provider whether the message arrived; what its answer would have said is lost.',
              exchangeEvidence(failed),
            ),
        ),
    },
    {
      name: 'answer-is-not-http',
      source: 'RFC 9112, 4: an answer begins with "HTTP/1.".',
      find: (one) =>
        when(
          one,
          ['response'],
          (code) => code.startsWith('HPE_') || code === 'UNKNOWN',
          (failed) => {
            if (beginsLikeTls(failed.exchange)) return null;
            return cause(
              `What answers on ${targetText(failed.exchange)} does not speak HTTP: it says "${firstLine(failed.exchange)}".`,
              `Correct host and port in ${failed.field}: another service listens there.`,
              exchangeEvidence(failed),
            );
          },
        ),
    },
    {
      name: 'connection-failed-later',
      source: 'Any other error of a connection that stood.',
      find: (one) =>
        when(
          one,
          ['request', 'response'],
          (code) => !KNOWN_LATER.test(code),
          (failed) =>
            cause(
              `The connection to ${targetText(failed.exchange)} failed on the way (${failed.failure.code}).`,
              'Send it again; if it happens each time, look for what ends the connection on the way.',
              exchangeEvidence(failed),
            ),
        ),
    },
    {
      name: 'login-lost-on-kept-connection',
      source:
        'RFC 4559 and NTLM tie a login to a connection; a load balancer may lead the next request elsewhere.',
      find(one) {
        const exchange = lastExchange(one);
        if (exchange === null || !exchange.reusedConnection || answerOf(one)?.status !== 401) return null;
        return {
          certainty: 'suspect',
          problem: `${targetText(exchange)} refused the login (401) on a connection that was kept from an earlier message.`,
          remedy:
            'Send it again after a few seconds, on a new connection; if that works, the provider ties logins to connections.',
          evidence: [`Answer: ${firstLine(exchange)}`, 'Connection: kept from an earlier message'],
        };
      },
    },
    {
      name: 'emulator-stopped',
      source: 'The emulator itself ends what is under way when it stops.',
      find({ end }) {
        const failure = end?.failure;
        if (failure?.code !== 'STOPPED' && failure?.phase !== 'interrupted') return null;
        return cause(
          `The emulator stopped while the message was on its way (phase ${failure.phase}).`,
          failure.mayHaveBeenSent
            ? 'Ask the provider whether the message arrived, then send it again.'
            : 'Send it again.',
          [failure.message],
        );
      },
    },
  ],
};

const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM', 'EADDRNOTAVAIL', 'EHOSTDOWN']);
const KNOWN_CONNECT = new Set(['ECONNREFUSED', 'TIMEOUT', 'ETIMEDOUT', ...UNREACHABLE]);
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);
/**
 * Codes with a rule of their own, here or among TLS. Of what cannot be written at all (`INVALID_URL`), the message is
 * guilty, and never the network.
 */
const KNOWN_LATER =
  /^(?:ECONNRESET|EPIPE|TIMEOUT|ETIMEDOUT|STOPPED|INCOMPLETE_RESPONSE|UNKNOWN|INVALID_URL|ERR_INVALID_(?:CHAR|HTTP_TOKEN))$|^HPE_|^ERR_SSL_|^ERR_TLS_/;

const timedOut = (code: string): boolean => code === 'TIMEOUT' || code === 'ETIMEDOUT';
const broken = (code: string): boolean => CLOSED.has(code);

function when(
  one: Case,
  phases: Failure['phase'][],
  fits: (code: string) => boolean,
  tell: (failed: Failed) => Finding | null,
): Finding | null {
  const found = failedIn(one, ...phases);
  if (found === null || found.exchange === null || !fits(found.failure.code)) return null;
  const { exchange, failure } = found;
  const place = exchange.redirectedTo ?? exchange.target;
  const field =
    exchange.redirectedTo === null ? fieldOf(one) : `"connectTo" for ${placeText(exchange.target)}`;
  return tell({ one, failure, exchange, place, field });
}

/** The field of ISE in which the guilty host stands. */
function fieldOf({ provider }: Case): string {
  return provider?.type === 'http' ? `"URL" of "${provider.name}"` : 'the SMTP server settings';
}

function cause(problem: string, remedy: string, evidence: string[]): Finding {
  return { certainty: 'cause', problem, remedy, evidence };
}

function connectEvidence({ failure, exchange }: Failed): string[] {
  return [
    failure.message,
    ...(exchange.redirectedTo === null
      ? []
      : [`connectTo: ${placeText(exchange.target)} is led to ${placeText(exchange.redirectedTo)}`]),
  ];
}

function exchangeEvidence({ failure, exchange }: Failed, more: string[] = []): string[] {
  const answer = excerpt(Buffer.from(exchange.response, 'base64').toString('latin1'));
  return [
    failure.message,
    ...more,
    ...(answer === '' ? [] : [`Answer: ${answer}`]),
    ...(failure.mayHaveBeenSent ? ['The whole request may have arrived.'] : []),
  ];
}

/** In milliseconds, from the wire's own sentence when it says so: the time-out, not what was measured. */
function waited({ failure, exchange }: Failed): string {
  return /\d+ ms/.exec(failure.message)?.[0] ?? `${Math.round(exchange.timings.total)} ms`;
}

function firstLine(exchange: Exchange): string {
  const [line = ''] = Buffer.from(exchange.response, 'base64').toString('latin1').split(/\r?\n/, 1);
  return excerpt(line.replace(/[^\x20-\x7e]/g, '?'), 60);
}

function beginsLikeTls(exchange: Exchange): boolean {
  const bytes = Buffer.from(exchange.response, 'base64');
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3;
}
