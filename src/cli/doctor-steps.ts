import { isIP } from 'node:net';
import type { AttemptOutcome } from '../domain/delivery.ts';
import type { Provider } from '../domain/provider.ts';
import { capabilities, formatRelease, type Release } from '../domain/release.ts';
import type { CertificateFacts, Exchange, Failure, FailurePhase, Transcript } from '../domain/transcript.ts';
import type { Preview } from '../domain/trial.ts';
import { endpoint } from './layout.ts';

export type StepState = 'ok' | 'wrong' | 'not asked';

/** One step of a message's way. */
export interface Step {
  name: string;
  state: StepState;
  /** What was found, or why it was not looked for. */
  text: string;
  /** The TLS step alone: what the server presents, the leaf first. */
  chain: CertificateFacts[];
}

/** What has been seen of a message's way. */
export interface Seen {
  provider: Provider | null;
  release: Release;
  live: boolean;
  proxy: { fqdn: string; port: number } | null;
  preview: Preview;
  /** Of the probe, or of the message; null when nothing could be tried. */
  transcript: Transcript | null;
  failure: Failure | null;
  /** The server's status line, or SMTP reply, in words; null without one. */
  reply: string | null;
  /** Null when only a probe was made. */
  outcome: AttemptOutcome | null;
}

/** The steps in the order of the way. None is left out: one that does not apply, or could not be tried, says so. */
export function doctorSteps(seen: Seen): Step[] {
  const exchange = seen.transcript?.exchanges.at(-1) ?? null;
  const before: Step[] = [configuration(seen), release(seen)];
  const names = [
    'Name (DNS)',
    'Proxy',
    'TCP',
    'TLS',
    seen.preview.parts[0]?.outgoing.protocol === 'smtp' ? 'SMTP' : 'HTTP',
  ];
  if (exchange === null) {
    const why = 'Not tried: no request can be made of these settings.';
    return [...before, ...names.map((name) => notAsked(name, why)), notAsked(ANSWER, why)];
  }
  return [
    ...before,
    dns(seen, exchange),
    proxy(seen, exchange),
    tcp(seen, exchange),
    tls(exchange),
    conversation(seen, exchange),
    answer(seen),
  ];
}

const ANSWER = 'Answer';

function notAsked(name: string, text: string): Step {
  return { name, state: 'not asked', text, chain: [] };
}

function ok(name: string, text: string): Step {
  return { name, state: 'ok', text, chain: [] };
}

function wrong(name: string, text: string): Step {
  return { name, state: 'wrong', text, chain: [] };
}

function configuration({ preview }: Seen): Step {
  const { failure, diagnosis, channel, channelReason } = preview;
  const name = 'Configuration';
  if (failure !== null && failure.phase !== 'release') return wrong(name, failure.message);
  const causes = diagnosis.filter(
    ({ certainty, rule }) => certainty === 'cause' && rule !== 'not-in-this-release',
  );
  if (causes.length > 0) return wrong(name, causes.map(({ problem }) => problem).join(' '));
  const doubts = diagnosis.filter(({ certainty }) => certainty !== 'cause').length;
  const more =
    doubts === 0 ? '' : ` The diagnosis below names ${doubts === 1 ? 'one doubt' : `${doubts} doubts`}.`;
  return ok(name, `${channel ?? 'no channel'}: ${channelReason ?? ''}${more}`);
}

function release({ preview: { failure, parts }, release: of }: Seen): Step {
  const name = 'Release';
  if (failure?.phase === 'release') return wrong(name, failure.message);
  if (parts[0]?.outgoing.protocol === 'smtp')
    return ok(name, `ISE ${formatRelease(of)} can send mail, as every release.`);
  const lacks = capabilities(of).httpsAndPost
    ? ''
    : ' It has no HTTPS and no POST, which this row does not ask for.';
  return ok(name, `ISE ${formatRelease(of)} can send this.${lacks}`);
}

/** The order in which a way is gone: what comes after a failed phase has not been tried. */
const ORDER: FailurePhase[] = ['dns', 'proxy', 'connect', 'tls', 'request'];

function cameTo(phase: FailurePhase, { failure }: Seen): boolean {
  if (failure === null) return true;
  const at = ORDER.indexOf(failure.phase);
  return at < 0 || at >= ORDER.indexOf(phase);
}

/** Why a later step was not reached. */
function stopped({ failure }: Seen): string {
  const words: Partial<Record<FailurePhase, string>> = {
    dns: 'the name has no address',
    proxy: 'the proxy did not let it through',
    connect: 'there is no TCP connection',
    tls: 'TLS failed, and nothing is said to a server that is not trusted',
  };
  return `Not reached: ${words[failure?.phase ?? 'request'] ?? 'it ended before'}.`;
}

function dns(seen: Seen, { target, redirectedTo, proxy, address, timings }: Exchange): Step {
  const name = 'Name (DNS)';
  if (redirectedTo !== null) {
    const led = `Not looked up: connectTo leads ${endpoint(target)} to ${endpoint(redirectedTo)}.`;
    return notAsked(name, seen.live ? led : `${led} --live asks for the real one.`);
  }
  if (proxy !== null && seen.failure?.phase !== 'dns') {
    return notAsked(name, `Not looked up here: the proxy ${endpoint(proxy)} does that.`);
  }
  if (seen.failure?.phase === 'dns') return wrong(name, seen.failure.message);
  if (isIP(target.host) !== 0) return notAsked(name, `Not needed: ${target.host} is an address.`);
  if (address === null) return notAsked(name, stopped(seen));
  return ok(name, `${target.host} is ${address.ip}${inTime(timings.dns)}.`);
}

function proxy(seen: Seen, { proxy: used, timings }: Exchange): Step {
  const name = 'Proxy';
  if (seen.transcript?.protocol === 'smtp')
    return notAsked(name, 'Does not apply: mail goes past the proxy.');
  if (used === null) {
    if (seen.proxy === null) return notAsked(name, 'None is set.');
    return notAsked(name, `Goes past ${seen.proxy.fqdn}:${seen.proxy.port}: bypassHosts has this host.`);
  }
  if (seen.failure?.phase === 'proxy') return wrong(name, seen.failure.message);
  if (!cameTo('proxy', seen)) return notAsked(name, stopped(seen));
  const how =
    used.mode === 'tunnel' ? `opened a tunnel: ${used.answer ?? 'no answer'}` : 'forwards the request';
  return ok(name, `${endpoint(used)} ${how}${inTime(timings.proxy)}.`);
}

function tcp(seen: Seen, { target, redirectedTo, proxy: used, address, timings }: Exchange): Step {
  const name = 'TCP';
  if (seen.failure?.phase === 'connect') return wrong(name, seen.failure.message);
  if (address === null) return notAsked(name, stopped(seen));
  const peer = endpoint({ host: address.ip, port: address.port });
  if (used !== null)
    return ok(
      name,
      `Connected to the proxy at ${peer}${inTime(timings.connect)}; it connects to ${endpoint(redirectedTo ?? target)}.`,
    );
  const instead = redirectedTo === null ? '' : `, instead of to ${endpoint(target)}`;
  return ok(name, `Connected to ${peer}${instead}${inTime(timings.connect)}.`);
}

function tls(seen: Exchange): Step {
  const { target, tls: facts, failure, timings } = seen;
  const name = 'TLS';
  if (!target.secure) return notAsked(name, 'Does not apply: the settings ask for no encryption.');
  if (facts === null) {
    if (failure?.phase === 'tls') return wrong(name, failure.message);
    return notAsked(name, 'Not reached: the connection did not come to that.');
  }
  const spoken = `${facts.version ?? 'TLS'}${facts.cipher === null ? '' : `, ${facts.cipher}`}${inTime(timings.tls)}`;
  if (facts.trusted) return { ...ok(name, `${spoken}; the store has the whole path.`), chain: facts.chain };
  const learn = `"ise-guest trust learn https://${endpoint(target)}" shows what to import.`;
  const text = `${spoken}; not trusted. ${facts.reason ?? ''} ${target.port === 443 ? learn : ''}`.trim();
  return { ...wrong(name, text), chain: facts.chain };
}

function conversation(seen: Seen, { target }: Exchange): Step {
  const { failure, reply, outcome } = seen;
  const smtp = seen.transcript?.protocol === 'smtp';
  const name = smtp ? 'SMTP' : 'HTTP';
  if (failure !== null && ['dns', 'proxy', 'connect', 'tls'].includes(failure.phase))
    return notAsked(name, stopped(seen));
  if (failure !== null) return wrong(name, failure.message);
  if (outcome !== null) return ok(name, `Sent the message; the server says ${reply ?? 'nothing'}.`);
  if (smtp) return ok(name, 'The server greets, takes our name and any login. We left before the mail.');
  return ok(
    name,
    `Asked ${target.host} for "/", without credentials and without a message: it says ${reply ?? 'nothing'}. Whatever the status, it speaks HTTP.`,
  );
}

function answer(seen: Seen): Step {
  const { outcome, failure } = seen;
  if (outcome === null) {
    return notAsked(
      ANSWER,
      failure === null
        ? 'Not asked for: only a message shows what the provider says to one. --send --to NUMBER sends one.'
        : stopped(seen),
    );
  }
  const { providerVerdict, receipt } = outcome;
  if (receipt === null || providerVerdict === null) return notAsked(ANSWER, 'The provider has not spoken.');
  const text = `${providerVerdict}: ${receipt.reason}`;
  return providerVerdict === 'accepted' ? ok(ANSWER, text) : wrong(ANSWER, text);
}

function inTime(milliseconds: number | null): string {
  return milliseconds === null ? '' : ` (${milliseconds} ms)`;
}
