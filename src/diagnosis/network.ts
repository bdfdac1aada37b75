import type { Case } from '../domain/diagnosis.ts';
import { cause, type Failed, timedOut, when } from './failed-exchange.ts';
import { placeText } from './last-exchange.ts';
import { exchangeRules } from './network-exchange.ts';
import { httpOf } from './request-of.ts';
import type { Family } from './rule.ts';
import { nearest, VENDOR_HOSTS } from './vendor-hosts.ts';

const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM', 'EADDRNOTAVAIL', 'EHOSTDOWN']);
const KNOWN_CONNECT = new Set(['ECONNREFUSED', 'TIMEOUT', 'ETIMEDOUT', ...UNREACHABLE]);

/** The way to the provider and back: names, connections, silence. What belongs to a proxy stands in its own family. */
export const network: Family = {
  name: 'network',
  rules: [
    {
      name: 'host-name-not-found',
      source: 'getaddrinfo(3): EAI_NONAME, EAI_AGAIN.',
      follows: ['misspelt-vendor-host'],
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
              `Check the spelling of "${place.host}" in ${field}${near(place.host, one)}, and that ISE's name servers can resolve it.`,
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
    ...exchangeRules,
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

/** What was meant, where "HTTPS Host" or a vendor says so. */
function near(host: string, one: Case): string {
  const typed = httpOf(one)?.httpsHost.toLowerCase() ?? '';
  const meant = nearest(host, [typed, ...VENDOR_HOSTS]);
  return meant === null ? '' : ` (${meant}?)`;
}

function connectEvidence({ failure, exchange }: Failed): string[] {
  return [
    failure.message,
    ...(exchange.redirectedTo === null
      ? []
      : [`connectTo: ${placeText(exchange.target)} is led to ${placeText(exchange.redirectedTo)}`]),
  ];
}
