import type { Case, Certainty, Diagnose, Diagnosis } from '../domain/diagnosis.ts';
import { maskLiterals, maskText } from '../domain/mask.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { secretsOfProvider } from '../domain/provider-secrets.ts';
import { answer } from './answer.ts';
import { auth } from './auth.ts';
import { message } from './message.ts';
import { network } from './network.ts';
import { number } from './number.ts';
import { proxy } from './proxy.ts';
import { release } from './release.ts';
import type { Family } from './rule.ts';
import { smtp } from './smtp.ts';
import { template } from './template.ts';
import { tls } from './tls.ts';
import { unexplained } from './unexplained.ts';
import { vendorOf } from './vendor-of.ts';

/** In the order of a message's way: of two causes, the one that comes earlier brought about the other. */
export const families: Family[] = [
  release,
  template,
  message,
  number,
  network,
  proxy,
  tls,
  smtp,
  auth,
  answer,
];

const WEIGHT: Record<Certainty, number> = { cause: 0, suspect: 1, risk: 2 };

/**
 * Asks every rule and puts the answers in order: causes before suspects before risks, and among equals in the order of
 * a message's way; a failure has a cause in any case. Every credential of the settings is masked in what comes out.
 */
export const diagnose: Diagnose = (one) => {
  const mask = masker(one);
  return withCause(one, ask(one))
    .sort((a, b) => WEIGHT[a.certainty] - WEIGHT[b.certainty])
    .map((found) => ({
      ...found,
      problem: mask(found.problem),
      remedy: mask(found.remedy),
      evidence: found.evidence.map((line) => maskText(cut(mask(line)), [])),
    }));
};

/** Evidence is read, and its masking costs more than its length: whatever a message or an answer holds. */
const cut = (line: string): string => (line.length > 1000 ? `${line.slice(0, 1000)}…` : line);

function ask(one: Case): Diagnosis[] {
  const taken = one.end?.receipt?.verdict === 'accepted' && one.end.failure === null;
  const rules = families.flatMap((family) => family.rules).filter(({ afterYes }) => !taken || afterYes);
  const found = rules.flatMap((rule) => [rule.find(one) ?? []].flat().map((each) => ({ rule, ...each })));
  const told = new Set(found.map(({ rule }) => rule.name));
  return found
    .filter(({ rule }) => rule.follows?.some((name) => told.has(name)) !== true)
    .map((each) => ({ ...each, rule: each.rule.name }));
}

/** Each failed attempt has a cause, if only the failure's own sentence. */
function withCause(one: Case, found: Diagnosis[]): Diagnosis[] {
  const rest = found.some(({ certainty }) => certainty === 'cause') ? null : unexplained(one);
  return rest === null ? found : [rest, ...found];
}

function masker(one: Case): (text: string) => string {
  const { provider, settings, outgoing } = one;
  const secrets = [
    ...(provider?.type === 'http' ? secretsOfProvider(provider) : []),
    // What was typed into the wrong field is a secret all the same.
    ...(provider?.type === 'http' && userIsSecret(one, provider) ? [provider.httpsUsername] : []),
    settings.smtpServer.password,
    settings.proxy?.password ?? '',
    ...outgoing.flatMap(({ secrets: sent }) => sent),
  ].filter((secret) => secret !== '');
  return (text) => maskLiterals(text, secrets);
}

/** Account SID and token exchanged, or a lone key in the wrong field. */
function userIsSecret(one: Case, { httpsUsername, httpsPassword }: HttpProvider): boolean {
  if (/^AC[0-9a-f]{32}$/i.test(httpsPassword)) return true;
  return httpsPassword === '' && httpsUsername !== '' && vendorOf(one) === 'clickatell-rest';
}
