import { AppError } from '../domain/errors.ts';
import { complain } from './complaint.ts';
import type { Output } from './output.ts';

export interface FaultFlags {
  /** Of a running emulator's simulators. */
  url: string;
  code?: string;
  status?: string;
  body?: string;
  text?: string;
  delay?: string;
  slow?: string;
  hang?: true;
  reset?: true;
  truncate?: true;
  garbage?: true;
  accept?: true;
  chain?: string;
  phase?: string;
  to?: string;
  tag?: string;
  times?: string;
  remove?: string;
  clear?: true;
  json?: boolean;
}

interface Scripted {
  id: number;
  simulator: string | null;
  channel: string | null;
  sentence: string;
  fault: { tag?: string };
  remaining: number | 'all';
  hits: { requestId: string | null }[];
}

/**
 * Scripts a fault at a running emulator, or lists, or removes. `whom` is a simulator, or `sms` or `email`; without it,
 * what is scripted is listed. Resolves with 0, or with 2 when it was refused or no emulator answers.
 */
export async function fault(whom: string | undefined, flags: FaultFlags, output: Output): Promise<number> {
  try {
    const answer = await ask(flags, whom);
    output.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : tell(answer));
    return 0;
  } catch (error) {
    complain(output, error, flags);
    return 2;
  }
}

type Answer = { faults: Scripted[] } | Scripted;

function ask(flags: FaultFlags, whom: string | undefined): Promise<Answer> {
  const { url, remove, clear } = flags;
  if (remove !== undefined) return call(url, 'DELETE', `?id=${encodeURIComponent(remove)}`);
  if (clear) return call(url, 'DELETE', whom === undefined ? '' : `?simulator=${encodeURIComponent(whom)}`);
  if (whom === undefined) return call(url, 'GET', '');
  return call(url, 'POST', '', requestOf(whom, flags));
}

/** What the simulators are told; they judge it, and say what is allowed. */
function requestOf(whom: string, flags: FaultFlags): object {
  const { code, status, delay, slow, times, url: _url, json: _json, ...rest } = flags;
  return {
    ...(whom === 'sms' || whom === 'email' ? { channel: whom } : { simulator: whom }),
    ...rest,
    ...(code !== undefined && { code }),
    ...(status !== undefined && { status: numberOr(status) }),
    ...(delay !== undefined && { delay: numberOr(delay) }),
    ...(slow !== undefined && { slow: numberOr(slow) }),
    ...(times !== undefined && { times: numberOr(times) }),
  };
}

function numberOr(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

async function call(url: string, method: string, query: string, body?: object): Promise<Answer> {
  const address = URL.canParse(url) ? new URL(`/_sim/faults${query}`, url) : null;
  if (!address)
    throw new AppError('invalid', `--url is "${url}"; it must be an address such as http://127.0.0.1:8081.`);
  const answer = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) }).catch(() => {
    throw new AppError(
      'not-found',
      `No emulator answers at ${url}. Start one, or name its simulators with --url.`,
    );
  });
  const told = (await answer.json().catch(() => null)) as (Answer & { error?: string }) | null;
  if (answer.ok && told !== null) return told;
  throw new AppError(
    'invalid',
    told?.error ??
      `${url} answered ${answer.status}: no simulators are there. --url is the address after "Simulators" at the start, such as http://127.0.0.1:8081; that of the lab is another one.`,
  );
}

function tell(answer: Answer): string {
  if (!('faults' in answer)) return `Scripted: ${line(answer)}\n`;
  if (answer.faults.length === 0) return 'No fault is scripted.\n';
  return answer.faults.map((one) => `${line(one)}\n`).join('');
}

function line({ id, simulator, channel, sentence, fault: { tag }, remaining, hits }: Scripted): string {
  const left = remaining === 'all' ? 'until removed' : `${remaining} left`;
  const whose = tag === undefined ? '' : `, of the test "${tag}"`;
  return `${id}  ${simulator ?? `any ${channel}`}: ${sentence}${whose} (${left}, ${hits.length} hit)`;
}
