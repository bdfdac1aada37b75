import type { Reply } from '../domain/channel.ts';
import type { Diagnosis } from '../domain/diagnosis.ts';
import type { Provider } from '../domain/provider.ts';
import { formatRelease } from '../domain/release.ts';
import type { Tryout } from '../domain/trial.ts';
import { complain, flagMistake } from './complaint.ts';
import { doctorSteps, type Seen, type Step, type StepState } from './doctor-steps.ts';
import { EXIT_CODES, gravest, type Result, resultOf, resultOfFailure } from './exit-codes.ts';
import { wrap } from './layout.ts';
import { type Lab, type LabFlags, openLab, whereItGoes } from './open-lab.ts';
import { type Output, type Tone, whileWaiting } from './output.ts';
import { checkRecipient, pickProvider } from './pick-provider.ts';
import { SAMPLE_ADDRESS, SAMPLE_NUMBER, sampleMessage } from './sample-message.ts';
import { showDiagnosis } from './show-diagnosis.ts';
import { showChain } from './show-exchange.ts';

export interface DoctorFlags extends LabFlags {
  provider?: string;
  send?: boolean;
  to?: string;
  json?: boolean;
}

interface Examined {
  provider: string;
  steps: Step[];
  diagnosis: Diagnosis[];
  result: Result;
}

/**
 * Goes the way of a message step by step, for one provider or for all and the SMTP server, and says of each step what
 * it found or why it was not tried. Resolves with the exit code, that of the gravest result.
 */
export async function doctor(flags: DoctorFlags, output: Output): Promise<number> {
  let lab: Lab | null = null;
  try {
    const to = flags.send || flags.to !== undefined ? checkRecipient(flags.to) : null;
    if (to !== null && !flags.send) throw flagMistake('--to', to, 'left out, or given together with --send');
    lab = await openLab(flags);
    return await examineAll(lab, { ...flags, to }, output);
  } catch (error) {
    complain(output, error, flags);
    return EXIT_CODES.misconfigured;
  } finally {
    await lab?.emulator.close();
  }
}

async function examineAll(
  lab: Lab,
  flags: Omit<DoctorFlags, 'to'> & { to: string | null },
  output: Output,
): Promise<number> {
  const rows = rowsFor(lab, flags);
  const examined: Examined[] = [];
  if (!flags.json) {
    output.write(output.paint(lab.live ? 'doubt' : 'quiet', wrap(whereItGoes(lab))));
    for (const note of lab.notes) output.write(output.paint('quiet', wrap(note)));
  }
  for (const provider of rows) {
    const name = provider?.name ?? 'SMTP server';
    const one = await whileWaiting(output, `Asking ${name}`, examine(lab, provider, flags.to));
    examined.push(one);
    if (!flags.json) show(output, one);
  }
  const exitCode = EXIT_CODES[gravest(examined.map(({ result }) => result))];
  if (flags.json) {
    const { live, notes, config } = lab;
    const release = formatRelease(config.release);
    output.write(`${JSON.stringify({ live, notes, release, examined, exitCode }, null, 2)}\n`);
  } else output.write(`\nExit code ${exitCode}.\n`);
  return exitCode;
}

function rowsFor(
  { config }: Lab,
  { provider, to }: { provider?: string; to: string | null },
): (Provider | null)[] {
  const { providers, smtpServer } = config.providers;
  if (to?.includes('@')) return [null];
  // A message through every provider is more than anybody asked for.
  if (provider !== undefined || to !== null) return [pickProvider(providers, provider)];
  return smtpServer.smtpServer === '' ? providers : [...providers, null];
}

async function examine(lab: Lab, provider: Provider | null, to: string | null): Promise<Examined> {
  const { trial } = lab.emulator;
  const sample = provider === null ? SAMPLE_ADDRESS : SAMPLE_NUMBER;
  const message = sampleMessage(lab.config.portal, { to: to ?? sample });
  const tryout: Tryout = { provider, ...message, sample: to === null };
  const facts = {
    provider,
    release: lab.config.release,
    live: lab.live,
    proxy: lab.config.providers.proxy,
  };
  let seen: Seen;
  let diagnosis: Diagnosis[];
  if (to === null) {
    const { preview, result, ...found } = await trial.probe(tryout);
    diagnosis = found.diagnosis;
    const reply = result?.reply ? replyWords(result.reply) : null;
    const failure = result?.failure ?? null;
    seen = { ...facts, preview, transcript: result?.transcript ?? null, failure, reply, outcome: null };
  } else {
    const before = await trial.preview(tryout);
    const { outcome } = await trial.send(tryout);
    // A message that was taken says nothing about what is readable on its way.
    const risks = before.diagnosis.filter(
      ({ certainty, rule }) => certainty === 'risk' && !names(outcome.diagnosis, rule),
    );
    diagnosis = [...outcome.diagnosis, ...risks];
    // Only what is shown below is announced.
    const preview = { ...before, diagnosis: before.diagnosis.filter(({ rule }) => names(diagnosis, rule)) };
    const transcript = outcome.transcripts.at(-1) ?? null;
    seen = { ...facts, preview, transcript, failure: outcome.failure, reply: firstLine(transcript), outcome };
  }
  const name = provider?.name ?? 'SMTP server';
  return { provider: name, steps: doctorSteps(seen), diagnosis, result: judge(seen, diagnosis) };
}

function names(diagnosis: Diagnosis[], wanted: string): boolean {
  return diagnosis.some(({ rule }) => rule === wanted);
}

function judge({ preview, failure, outcome, reply }: Seen, diagnosis: Diagnosis[]): Result {
  if (preview.failure !== null) return 'misconfigured';
  if (outcome !== null) return resultOf(outcome);
  // A mail server that refuses our name or login has answered.
  if (failure?.phase === 'smtp' && reply !== null) return 'refused';
  if (failure !== null) return resultOfFailure(failure);
  return diagnosis.some(({ certainty }) => certainty === 'cause') ? 'misconfigured' : 'sent';
}

function replyWords(reply: Reply): string {
  return reply.protocol === 'http' ? `HTTP ${reply.status}` : `${reply.code} ${reply.text}`;
}

function firstLine(transcript: Seen['transcript']): string | null {
  const exchange = transcript?.exchanges.at(-1);
  if (transcript?.protocol === 'smtp')
    return exchange?.lines.findLast(({ from }) => from === 'server')?.text ?? null;
  const line =
    Buffer.from(exchange?.response ?? '', 'base64')
      .toString('latin1')
      .split('\r\n', 1)[0] ?? '';
  return line === '' ? null : line;
}

const MARKS: Record<StepState, [word: string, tone: Tone]> = {
  ok: ['ok', 'good'],
  wrong: ['wrong', 'bad'],
  'not asked': ['-', 'quiet'],
};

const COLUMN = 24;

function show(output: Output, { provider, steps, diagnosis, result }: Examined): void {
  const { paint } = output;
  output.write(`\n${paint('strong', wrap(provider))}`);
  for (const { name, state, text, chain } of steps) {
    const [word, tone] = MARKS[state];
    const head = `  ${name}`.padEnd(17) + word;
    const lines = wrap(text, ' '.repeat(COLUMN), `${head} `.padEnd(COLUMN));
    output.write(`${lines.slice(0, 17)}${paint(tone, word)}${lines.slice(17 + word.length)}`);
    showChain(output, chain, ' '.repeat(COLUMN));
  }
  showDiagnosis(output, diagnosis);
  if (result === 'sent' && diagnosis.length === 0) output.write(paint('good', '  Nothing is wrong.\n'));
}
