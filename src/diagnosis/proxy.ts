import type { Case } from '../domain/diagnosis.ts';
import { answerOf, headerOf } from './answer-of.ts';
import { bypassMistake } from './bypass-mistake.ts';
import { chainLines, commonName, interceptingCa } from './chain.ts';
import { excerpt, failedIn, lastExchange, placeText } from './last-exchange.ts';
import type { Family, Finding, Rule } from './rule.ts';

const PAGE = 'Administration > System > Settings > Proxy (in the emulator: proxy)';
const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EACCES', 'EPERM', 'EADDRNOTAVAIL']);
const NAME = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME']);
const LATE = new Set(['TIMEOUT', 'ETIMEDOUT']);

const KNOWN = new Set([
  ...NAME,
  ...LATE,
  ...UNREACHABLE,
  'ECONNREFUSED',
  'PROXY_AUTHENTICATION_REQUIRED',
  'PROXY_REFUSED',
  'PROXY_NOT_HTTP',
  'PROXY_CLOSED',
  'ECONNRESET',
  'EPIPE',
  'STOPPED',
]);

/** The proxy between ISE and an SMS provider. ISE: the system proxy carries "SMS Message Transmission". */
export const proxy: Family = {
  name: 'proxy',
  rules: [
    {
      name: 'proxy-is-a-url',
      source: 'ISE: the field is "fqdn", with a port of its own.',
      find({ end, provider, settings }) {
        const fqdn = settings.proxy?.fqdn ?? '';
        if (end !== null || provider?.type !== 'http' || !/:\/\/|\/|^[^:]+:\d+$/.test(fqdn)) return null;
        return {
          certainty: 'cause',
          problem: `"${fqdn}" is set as the host of the proxy, and is no host name.`,
          remedy: `Write the host name alone, and the port into its own field at ${PAGE}.`,
          evidence: [`Proxy: ${fqdn}, port ${settings.proxy?.port}`],
        };
      },
    },
    failed(
      'proxy-name-not-found',
      'getaddrinfo(3).',
      (code) => NAME.has(code),
      ({ name, host }) => {
        const typed = /^\w+:\/\/|[/:@]/.test(host)
          ? 'Write the host name alone: no http://, no port, no path'
          : 'Check its spelling';
        return [
          `DNS knows no address for the proxy "${host}".`,
          `${typed} at ${PAGE}; or remove the proxy if none is needed.`,
          `Proxy: ${name}`,
        ];
      },
    ),
    failed(
      'proxy-is-dead',
      'tcp(7): ECONNREFUSED.',
      (code) => code === 'ECONNREFUSED',
      ({ name }) => [
        `Nothing listens on ${name}, the proxy that is set: the connection was refused, and the message went nowhere.`,
        `Start the proxy, correct it, or remove it at ${PAGE}.`,
      ],
    ),
    failed(
      'proxy-unreachable',
      'ip(7).',
      (code) => UNREACHABLE.has(code),
      ({ name, code }) => [
        `No route leads to the proxy ${name} (${code}).`,
        `Correct its address or remove it at ${PAGE}.`,
      ],
    ),
    failed(
      'proxy-does-not-answer',
      'The emulated time-out.',
      (code) => LATE.has(code),
      (facts) => [
        facts.connected
          ? `The proxy ${facts.name} took the connection and did not answer the request for a tunnel to ${facts.target}.`
          : `The proxy ${facts.name} did not answer the connection attempt.`,
        `Look whether the proxy still works and may reach ${facts.target}; correct or remove it at ${PAGE}.`,
      ],
    ),
    failed(
      'proxy-demands-login',
      'RFC 9110, 15.5.8.',
      (code) => code === 'PROXY_AUTHENTICATION_REQUIRED',
      ({ name, userName }) =>
        userName === ''
          ? [
              `The proxy ${name} demands a user name and password (407), and none is set.`,
              `Fill in user name and password of the proxy at ${PAGE}.`,
            ]
          : [
              `The proxy ${name} refused the user name "${userName}" with its password (407).`,
              `Correct user name and password of the proxy at ${PAGE}; Basic is the only scheme that is spoken here.`,
            ],
    ),
    failed(
      'proxy-refuses',
      'RFC 9110, 9.3.6: any answer but 2xx to CONNECT.',
      (code) => code === 'PROXY_REFUSED',
      ({ name, target, answer }) => {
        const status = Number(/^HTTP\/\S+ (\d{3})/.exec(answer)?.[1]);
        const fix =
          status === 403 || status === 405
            ? `Allow CONNECT to ${target} in the rules of the proxy`
            : status >= 502
              ? `Look whether the proxy itself can reach and resolve ${target}`
              : `Ask who runs the proxy why it answers "${answer}"`;
        return [
          `The proxy ${name} refused the tunnel to ${target}: "${answer}".`,
          `${fix}, or put the host on the bypass list at ${PAGE}.`,
        ];
      },
    ),
    failed(
      'proxy-is-not-http',
      'RFC 9112, 4.',
      (code) => code === 'PROXY_NOT_HTTP',
      ({ name, answer }) => [
        `What listens on ${name}, set as the proxy, does not speak HTTP: it says "${answer}".`,
        `Set host and port of an HTTP proxy at ${PAGE}; a SOCKS proxy, or one that wants TLS itself, does not work.`,
      ],
    ),
    failed(
      'proxy-closes',
      'tcp(7).',
      (code) => ['PROXY_CLOSED', 'ECONNRESET', 'EPIPE'].includes(code),
      ({ name, target }) => [
        `The proxy ${name} closed the connection before it answered the request for a tunnel to ${target}.`,
        `Look in the log of the proxy; correct or remove it at ${PAGE}.`,
      ],
    ),
    failed(
      'proxy-failed',
      'Any other end.',
      (code) => !KNOWN.has(code),
      ({ name, code }) => [
        `The proxy ${name} could not be used (${code}).`,
        `Correct or remove it at ${PAGE}.`,
      ],
    ),
    {
      name: 'proxy-intercepts-tls',
      source:
        "A proxy that inspects TLS presents certificates of its own CA. GUESS: a CA neither public nor akin to an imported one is the proxy's.",
      find(one) {
        const ca = interceptingCa(one);
        const exchange = lastExchange(one);
        if (ca === null || exchange?.proxy == null || exchange.tls === null) return null;
        return {
          certainty: 'cause',
          problem: `The proxy ${placeText(exchange.proxy)} most likely opens the TLS connection to ${exchange.target.host} itself: the certificate shown was issued by "${commonName(ca)}", which is no public CA.`,
          remedy: `Except ${exchange.target.host} from TLS inspection in the proxy, put it on the bypass list at ${PAGE}, or import "${commonName(ca)}" into Trusted Certificates.`,
          evidence: [`Proxy: ${placeText(exchange.proxy)}`, ...chainLines(exchange.tls.chain)],
        };
      },
    },
    {
      name: 'proxy-answered',
      source:
        'RFC 9110, 7.6.3 and 15.6: Via, Proxy-* and the 502, 503, 504 of a gateway. Squid: X-Squid-Error.',
      find(one) {
        const exchange = lastExchange(one);
        if (exchange?.proxy?.mode !== 'forward' || one.end?.failure?.phase === 'proxy') return null;
        const answer = answerOf(one);
        if (answer === null || answer.status < 400) return null;
        const signed = ['x-squid-error', 'proxy-status'].some((name) => headerOf(answer, name) !== null);
        if (!signed && ![502, 503, 504].includes(answer.status)) return null;
        return {
          certainty: signed ? 'cause' : 'suspect',
          problem: `The answer "${answer.statusLine}" was ${signed ? '' : 'most likely '}written by the proxy ${placeText(exchange.proxy)} and not by ${exchange.target.host}.`,
          remedy: `Look whether the proxy can reach ${exchange.target.host}, or put the host on the bypass list at ${PAGE}.`,
          evidence: [`Answer: ${excerpt(`${answer.statusLine} ${answer.text}`)}`],
        };
      },
    },
    {
      name: 'proxy-in-the-way',
      source:
        "SEEN: a forgotten debugging proxy swallowed SMS (comments on Cisco's page on ISE and Clickatell).",
      find(one) {
        const found = failedIn(one, 'tls', 'request', 'response');
        const used = found?.exchange?.proxy ?? null;
        if (found?.exchange == null || used === null || interceptingCa(one) !== null) return null;
        const { host } = found.exchange.target;
        return {
          certainty: 'suspect',
          problem: `What goes to ${host} passes the proxy ${placeText(used)}, which may have changed or swallowed it.`,
          remedy: `Put ${host} on the bypass list at ${PAGE}, and try again; if it works then, the proxy is at fault.`,
          evidence: [
            `Proxy: ${placeText(used)}`,
            ...(used.answer === null ? [] : [`Answer: ${used.answer}`]),
          ],
        };
      },
    },
    {
      name: 'bypass-entry-without-effect',
      source:
        'GUESS: entries are host names, *.domain, .domain or *; scheme, port and path are no part of them.',
      find(one) {
        const { settings, provider, end } = one;
        if (provider?.type !== 'http' || settings.proxy === null || settings.proxy.fqdn === '') return null;
        const host = lastExchange(one)?.target.host ?? hostOf(provider.url);
        const mistake = host === null ? null : bypassMistake(host, settings.proxy.bypassHosts);
        if (mistake === null) return null;
        return {
          certainty: end === null ? 'risk' : 'suspect',
          problem: `The bypass list entry "${mistake.entry}" does not cover ${host}, which goes through the proxy: ${mistake.why}.`,
          remedy: `Write "${mistake.better}" into the bypass list at ${PAGE}.`,
          evidence: [`Bypass list: ${settings.proxy.bypassHosts.join(', ')}`, `Host in "URL": ${host}`],
        };
      },
    },
  ],
};

interface ProxyFailure {
  code: string;
  /** `host:port` of the proxy. */
  name: string;
  host: string;
  userName: string;
  target: string;
  connected: boolean;
  /** Its status line, or what it said instead. */
  answer: string;
}

/** A rule about an attempt that ended at the proxy. */
function failed(
  name: string,
  source: string,
  fits: (code: string) => boolean,
  tell: (facts: ProxyFailure) => [problem: string, remedy: string, ...evidence: string[]],
): Rule {
  return {
    name,
    source,
    find(one: Case): Finding | null {
      const found = failedIn(one, 'proxy');
      const used = found?.exchange?.proxy ?? null;
      if (found?.exchange == null || used === null || !fits(found.failure.code)) return null;
      const { failure, exchange } = found;
      const [problem, remedy, ...evidence] = tell({
        code: failure.code,
        name: placeText(used),
        host: used.host,
        userName: one.settings.proxy?.userName ?? '',
        target: placeText(exchange.redirectedTo ?? exchange.target),
        connected: exchange.address !== null,
        answer: excerpt((used.answer ?? '').replace(/[^\x20-\x7e]/g, '?'), 80),
      });
      return { certainty: 'cause', problem, remedy, evidence: [failure.message, ...evidence] };
    },
  };
}

function hostOf(url: string): string | null {
  return (
    /^\s*https?:\/\/(?:[^@/?#]*@)?(\[[^\]]+\]|[^/?#:]+)/i.exec(url)?.[1]?.replace(/^\[|\]$/g, '') ?? null
  );
}
