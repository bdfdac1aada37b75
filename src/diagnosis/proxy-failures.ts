import type { Case } from '../domain/diagnosis.ts';
import { excerpt, failedIn, placeText } from './last-exchange.ts';
import type { Finding, Rule } from './rule.ts';

/** Where ISE's proxy is set, for a remedy. */
export const PAGE = 'Administration > System > Settings > Proxy (in the emulator: proxy)';

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

/** Attempts that ended at the proxy. */
export const proxyFailureRules: Rule[] = [
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
          : status >= 500 && status !== 501
            ? `Look whether the proxy itself can reach and resolve ${target}`
            : [400, 404, 501].includes(status)
              ? 'Look whether host and port are those of the proxy, since a plain web server answers like this'
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
];

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
