import type { X509Certificate } from 'node:crypto';
import tls from 'node:tls';
import { certificateFacts, nameText, readPem } from '../domain/certificate.ts';
import type { ProxySettings } from '../domain/provider.ts';
import type { PathCertificate, ServedChain } from '../domain/served-chain.ts';
import type { ConnectTo } from './connect-to.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import { type Draft, finishExchange, startDraft } from './draft.ts';
import { Fault, failureOf } from './fault.ts';
import { type Network, openConnection } from './open-connection.ts';
import { planRoute } from './route.ts';
import { secure } from './secure.ts';
import { askForTls } from './smtp-starttls.ts';
import { parseTarget, type Target } from './target.ts';
import { openTcp } from './tcp.ts';

export interface ChainWire {
  network: Network;
  connectTo: ConnectTo;
  proxy: ProxySettings | null;
  /** Aborted when the wire closes. */
  stopped: AbortSignal;
}

/** A path that long is a circle. */
const LONGEST_PATH = 10;

/**
 * The certificates that a server presents, trusted or not, on the way a message would take (`connectTo`, proxy).
 * `https://`, `smtps://` (TLS at once), `smtp://` (STARTTLS), or `host:port`, which is HTTPS. Says nothing above TLS.
 * Never throws for what the network does or for a URL that is none: `failure` says it.
 */
export async function fetchServedChain(
  { network, connectTo, proxy, stopped }: ChainWire,
  url: string,
  timeoutMs: number,
): Promise<ServedChain> {
  const deadline = startDeadline(timeoutMs, stopped);
  let chain: X509Certificate[] = [];
  const trust: Network['trust'] = {
    ...network.trust,
    judge(served, opensslCode) {
      chain = served;
      return network.trust.judge(served, opensslCode);
    },
  };
  let draft = startDraft({ host: '', port: 0, secure: true }, () => {});
  let fault: Fault | null = null;
  try {
    const { target, mail } = readUrl(url);
    draft = startDraft({ host: target.host, port: target.port, secure: true }, () => {});
    const way = { network: { ...network, trust }, target, draft, deadline };
    const socket =
      mail === null ? await openHttps(way, connectTo, proxy) : await openMail(way, connectTo, mail);
    socket.destroy();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    fault = error;
  } finally {
    deadline.stop();
  }
  // A refused chain is an answer, too: `tls` says why.
  const reached = draft.tls !== null;
  const failure = fault === null || reached ? null : failureOf(fault, false);
  const exchange = finishExchange(draft, { failure, lines: [], secrets: [proxy?.password ?? ''] });
  return {
    target: exchange.target,
    redirectedTo: exchange.redirectedTo,
    proxy: exchange.proxy,
    address: exchange.address,
    timings: exchange.timings,
    tls: exchange.tls,
    served: chain.map((certificate) => ({
      facts: certificateFacts(certificate, network.trust.has(certificate)),
      pem: certificate.toString(),
    })),
    ...pathOf(chain, network),
    failure: exchange.failure,
  };
}

interface Way {
  network: Network;
  target: Target;
  draft: Draft;
  deadline: Deadline;
}

function openHttps(
  { network, target, draft, deadline }: Way,
  connectTo: ConnectTo,
  proxy: ProxySettings | null,
) {
  const route = planRoute(target, connectTo, proxy);
  draft.redirectedTo = route.redirectedTo;
  if (route.proxy !== null) {
    const { fqdn, port } = route.proxy.settings;
    draft.proxy = { host: fqdn, port, mode: route.proxy.mode, answer: null };
  }
  return openConnection({ target, route, draft, deadline }, network);
}

/** GUESS: as for messages, the system proxy has no part in SMTP. */
async function openMail(
  { network, target, draft, deadline }: Way,
  connectTo: ConnectTo,
  mail: 'tls' | 'starttls',
) {
  const { host, port } = target;
  draft.redirectedTo = connectTo({ host, port });
  const socket = await openTcp(draft.redirectedTo ?? { host, port }, {
    deadline,
    draft,
    lookup: network.lookup,
    isProxy: false,
  });
  if (mail === 'starttls') await askForTls(socket, 'localhost', deadline);
  return secure(socket, { serverName: host, trust: network.trust, draft, deadline });
}

function readUrl(url: string): { target: Target; mail: 'tls' | 'starttls' | null } {
  const text = url.trim();
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(text) ?? ['', 'https', text];
  switch (scheme.toLowerCase()) {
    case 'https':
      return { target: parseTarget(`https://${rest.replace(/[?#].*$/s, '')}`), mail: null };
    case 'smtps':
      return { target: parseTarget(`https://${withPort(rest, 465)}`), mail: 'tls' };
    case 'smtp':
      return { target: parseTarget(`https://${withPort(rest, 587)}`), mail: 'starttls' };
    default:
      throw new Fault(
        'request',
        'INVALID_URL',
        `"${text}" shows no certificates; it must be https://host, smtps://host, smtp://host (STARTTLS) or host:port.`,
      );
  }
}

function withPort(rest: string, port: number): string {
  const authority = rest.replace(/[/?#].*$/s, '');
  return /:\d+$/.test(authority) ? authority : `${authority}:${port}`;
}

/** Each issuer from the leaf up to its root: those sent, those imported, and the roots every browser has. */
function pathOf(chain: X509Certificate[], { trust }: Network): Pick<ServedChain, 'path' | 'missingIssuer'> {
  const path: PathCertificate[] = [];
  let [current] = chain;
  if (current !== undefined && isSelfSigned(current)) path.push(found(current, 'served'));
  while (current !== undefined && !isSelfSigned(current) && path.length < LONGEST_PATH) {
    const below: X509Certificate = current;
    const issuers = [
      ...issuersAmong(chain, below).map((issuer) => ({ issuer, from: 'served' as const })),
      ...issuersAmong(trust.certificates, below).map((issuer) => ({ issuer, from: 'store' as const })),
      ...issuersAmong(publicRoots(below.issuer), below).map((issuer) => ({
        issuer,
        from: 'public' as const,
      })),
    ];
    // A root that also exists cross-signed by an older one is the end of the path.
    const best = issuers.find(({ issuer }) => isSelfSigned(issuer)) ?? issuers[0];
    if (best === undefined) return { path, missingIssuer: nameText(below.issuer) };
    path.push(found(best.issuer, best.from));
    current = best.issuer;
  }
  return { path, missingIssuer: null };

  function found(certificate: X509Certificate, from: PathCertificate['from']): PathCertificate {
    return {
      facts: certificateFacts(certificate, trust.has(certificate)),
      pem: certificate.toString(),
      from,
    };
  }
}

/** Only those of the wanted name are read: there are 150. */
function publicRoots(name: string): X509Certificate[] {
  roots ??= Map.groupBy(
    tls.rootCertificates.flatMap((pem) => readPem(pem)),
    ({ subject }) => subject,
  );
  return roots.get(name) ?? [];
}
let roots: Map<string, X509Certificate[]> | null = null;

function issuersAmong(candidates: X509Certificate[], below: X509Certificate): X509Certificate[] {
  return candidates.filter((one) => below.checkIssued(one) && below.verify(one.publicKey));
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && issuersAmong([certificate], certificate).length > 0;
}
