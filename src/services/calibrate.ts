import {
  CALIBRATED,
  type CalibratedSetting,
  type Calibration,
  type Capture,
  type Combination,
  type Finding,
  type Unexplained,
  VALUES,
} from '../domain/comparison/calibration.ts';
import { allCombinations, nearest, valuesOf } from '../domain/comparison/combinations.ts';
import { compareRequests } from '../domain/comparison/index.ts';
import { headerOf, readRawHttp } from '../domain/comparison/raw-http.ts';
import { PROBE } from '../domain/comparison/read-sent.ts';
import { type ComparedRow, counts } from '../domain/comparison/row.ts';
import { maskBytes } from '../domain/mask.ts';
import type { Message } from '../domain/message.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { type Readable, readAll, smsOf } from './read-captures.ts';

/** Our request for a message, secrets in it; null when there is none. */
export type Render = (provider: HttpProvider, message: Message) => Promise<Uint8Array | null>;

/**
 * Tries every combination of a provider's `emulator` settings, and says which make our bytes equal to the captured ones:
 * what is decided, by which request, what cannot be, and which differences no setting explains. `secrets` are masked on
 * both sides first.
 */
export async function calibrate(
  { render, secrets }: { render: Render; secrets: string[] },
  provider: HttpProvider,
  captures: Capture[],
): Promise<Calibration> {
  const { readable, skipped } = await readAll(render, provider, captures);
  const retried = skipped.some(({ why }) => why === 'retry');
  const compare = comparing({ render, secrets }, provider);
  const now = await settingsNow(render, provider);
  const costs = new Map<Combination, number>();
  for (const combination of allCombinations(retried)) {
    costs.set(combination, await costOf(compare, readable, combination));
  }
  const least = Math.min(...costs.values());
  const best = [...costs].filter(([, cost]) => cost === least).map(([combination]) => combination);
  const chosen = nearest(best, now);
  const findings: Finding[] = [];
  for (const setting of CALIBRATED) {
    findings.push(await judge(setting, { best, chosen, readable, compare, provider, retried }));
  }
  return {
    provider: provider.name,
    findings,
    unexplained: await unexplained(compare, readable, chosen),
    before: await differences(compare, readable, now),
    after: await differences(compare, readable, chosen),
    compared: readable.map(({ index }) => index),
    skipped,
  };
}

type Compare = (one: Readable, combination: Combination) => Promise<ComparedRow[]>;

function comparing(
  { render, secrets }: { render: Render; secrets: string[] },
  provider: HttpProvider,
): Compare {
  return async ({ capture, sent }, combination) => {
    const ours = await render(
      { ...provider, emulator: { ...provider.emulator, ...combination } },
      smsOf(sent),
    );
    const rows = ours && compareRequests(maskBytes(capture.bytes, secrets), maskBytes(ours, secrets));
    return rows ?? [NOTHING];
  };
}

/** What cannot be compared at all is as bad as can be. */
const NOTHING: ComparedRow = {
  place: 'start',
  name: 'method',
  theirs: null,
  ours: null,
  verdict: 'different',
  why: null,
};

/**
 * Differences count; where those are equal, what else they consist of does: blanks written in another way beside other
 * escapes. Least counts how much had to be overlooked.
 */
async function costOf(compare: Compare, readable: Readable[], combination: Combination): Promise<number> {
  let cost = 0;
  for (const one of readable) {
    for (const row of await compare(one, combination)) {
      if (row.verdict === 'ignored') cost += 1;
      else if (counts(row)) cost += blanksOf(row.theirs) === blanksOf(row.ours) ? 10_000 : 10_100;
    }
  }
  return cost;
}

function blanksOf(text: string | null): string {
  return `${/\+/.test(text ?? '')} ${/%20/.test(text ?? '')}`;
}

async function differences(
  compare: Compare,
  readable: Readable[],
  combination: Combination,
): Promise<number> {
  let count = 0;
  for (const one of readable) count += (await compare(one, combination)).filter(counts).length;
  return count;
}

async function judge(
  setting: CalibratedSetting,
  parts: {
    best: Combination[];
    chosen: Combination;
    readable: Readable[];
    compare: Compare;
    provider: HttpProvider;
    retried: boolean;
  },
): Promise<Finding> {
  const { best, chosen, readable, compare, provider, retried } = parts;
  const value = chosen[setting];
  if (setting === 'preemptiveAuth' && !retried) return judgeHaste(parts);
  const possible = valuesOf(best, setting);
  const decided = readable.length > 0 && possible.size < VALUES[setting].length;
  const others = VALUES[setting].filter((other) => !possible.has(other));
  const requests: number[] = [];
  for (const one of decided ? readable : []) {
    const mine = await costOf(compare, [one], chosen);
    const rest = await Promise.all(
      others.map((other) => costOf(compare, [one], { ...chosen, [setting]: other })),
    );
    if (rest.some((cost) => cost > mine)) requests.push(one.index);
  }
  return { setting, value, decided, requests, undecided: decided ? null : whyNot(setting, provider) };
}

/** Credentials at once are only seen where a request before them would have been seen too. */
function judgeHaste({
  chosen,
  readable,
  provider,
}: {
  chosen: Combination;
  readable: Readable[];
  provider: HttpProvider;
}): Finding {
  const used = chosen.authorization === 'basic' && whyNot('authorization', provider) !== 'not-used';
  const showing = readable.filter(
    ({ capture }) => headerOf(readRawHttp(capture.bytes)?.headers ?? [], 'authorization') !== '',
  );
  const requests = used ? showing.filter(({ capture }) => capture.complete).map(({ index }) => index) : [];
  const finding = { setting: 'preemptiveAuth' as const, value: chosen.preemptiveAuth, requests };
  if (requests.length > 0) return { ...finding, decided: true, undecided: null };
  const why = !used ? 'not-used' : showing.length > 0 ? 'first-unknown' : 'not-shown';
  return { ...finding, value: provider.emulator.preemptiveAuth ?? true, decided: false, undecided: why };
}

function whyNot(setting: CalibratedSetting, provider: HttpProvider): Finding['undecided'] {
  const isPost = setting === 'keepQueryOnPost' || setting === 'postBody';
  const isAuth = setting === 'authorization' || setting === 'preemptiveAuth';
  const signsIn =
    `${provider.httpsUsername}${provider.httpsPassword}` !== '' || /\/\/[^/?#]*@/.test(provider.url);
  return (isPost && !provider.useHttpPost) || (isAuth && !signsIn) ? 'not-used' : 'not-shown';
}

async function unexplained(
  compare: Compare,
  readable: Readable[],
  chosen: Combination,
): Promise<Unexplained[]> {
  const found = new Map<string, Unexplained>();
  for (const one of readable) {
    for (const row of (await compare(one, chosen)).filter(counts)) {
      const key = [row.place, row.name.toLowerCase(), row.verdict].join(' ');
      const known = found.get(key);
      if (known) known.requests.push(one.index);
      else found.set(key, { ...row, requests: [one.index] });
    }
  }
  return [...found.values()];
}

/** What the provider is set to, defaults in place; that of `plus` depends on the channel, so the bytes tell it. */
async function settingsNow(render: Render, provider: HttpProvider): Promise<Combination> {
  const { emulator } = provider;
  const bytes = (plus?: 'keep') =>
    render({ ...provider, emulator: { ...emulator, ...(plus && { plus }) } }, smsOf(PROBE));
  const [asIs, kept] = [await bytes(), await bytes('keep')];
  const keeps = asIs !== null && kept !== null && Buffer.from(asIs).equals(kept);
  return {
    plus: emulator.plus ?? (keeps ? 'keep' : 'strip'),
    spaces: emulator.spaces ?? 'plus',
    authorization:
      emulator.authorization ??
      (provider.httpsUsername === '' && provider.httpsPassword !== '' ? 'raw' : 'basic'),
    preemptiveAuth: emulator.preemptiveAuth ?? true,
    keepQueryOnPost: emulator.keepQueryOnPost ?? false,
    postBody: emulator.postBody ?? 'auto',
  };
}
