import type { Exchange } from '../domain/transcript.ts';
import { answerOf } from './answer-of.ts';
import { broken, cause, type Failed, firstLine, timedOut, when } from './failed-exchange.ts';
import { excerpt, lastExchange, targetText } from './last-exchange.ts';
import type { Rule } from './rule.ts';

/**
 * Codes with a rule of their own, here or among TLS. Of what cannot be written at all (`INVALID_URL`), the message is
 * guilty, and never the network.
 */
const KNOWN_LATER =
  /^(?:ECONNRESET|EPIPE|TIMEOUT|ETIMEDOUT|STOPPED|INCOMPLETE_RESPONSE|INVALID_URL|ERR_INVALID_(?:CHAR|HTTP_TOKEN))$|^HPE_|^ERR_SSL_|^ERR_TLS_/;

/** From the first byte of a request to the last of its answer. */
export const exchangeRules: Rule[] = [
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
          const { code } = failed.failure;
          if (code === 'UNKNOWN' && failed.exchange.response === '') return null;
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
        (failed) => {
          const { code } = failed.failure;
          if (code === 'UNKNOWN' && failed.exchange.response !== '') return null;
          return cause(
            `The connection to ${targetText(failed.exchange)} failed on the way (${code}).`,
            'Send it again; if it happens each time, look for what ends the connection on the way.',
            exchangeEvidence(failed),
          );
        },
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
];

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

function beginsLikeTls(exchange: Exchange): boolean {
  const bytes = Buffer.from(exchange.response, 'base64');
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3;
}
