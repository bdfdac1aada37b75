import type { AttemptOutcome } from '../domain/delivery.ts';
import { maskBytes } from '../domain/mask.ts';
import { formatRelease } from '../domain/release.ts';
import { smsSegments } from '../domain/sms-segments.ts';
import type { Preview, Tryout } from '../domain/trial.ts';
import { complain } from './complaint.ts';
import { EXIT_CODES, type Result, resultOf } from './exit-codes.ts';
import { count, labelled, visibleBytes, wrap } from './layout.ts';
import { type Lab, type LabFlags, openLab, whereItGoes } from './open-lab.ts';
import { type Output, whileWaiting } from './output.ts';
import { checkRecipient, pickProvider } from './pick-provider.ts';
import { sampleMessage } from './sample-message.ts';
import { showDiagnosis } from './show-diagnosis.ts';
import { showRequests, showTranscripts } from './show-exchange.ts';

export interface SendFlags extends LabFlags {
  provider?: string;
  to?: string;
  text?: string;
  dryRun?: boolean;
  json?: boolean;
}

/**
 * Renders a message, shows the exact request and, unless it is a dry run, sends it and shows what came back, both
 * verdicts and the diagnosis. Resolves with the exit code. Without `live`, nothing leaves the machine.
 */
export async function send(flags: SendFlags, output: Output): Promise<number> {
  let lab: Lab | null = null;
  try {
    const to = checkRecipient(flags.to);
    lab = await openLab(flags);
    return await sendFrom(lab, { ...flags, to }, output);
  } catch (error) {
    complain(output, error, flags);
    return EXIT_CODES.misconfigured;
  } finally {
    await lab?.emulator.close();
  }
}

async function sendFrom(lab: Lab, flags: SendFlags & { to: string }, output: Output): Promise<number> {
  const { emulator, config } = lab;
  const { message, template } = sampleMessage(config.portal, flags);
  const provider = message.kind === 'email' ? null : pickProvider(config.providers.providers, flags.provider);
  const tryout: Tryout = { provider, message, template, sample: false };
  const preview = await emulator.trial.preview(tryout);
  const notes = [
    ...lab.notes,
    ...(provider === null && flags.provider !== undefined
      ? [`--provider is not used: to an address, ISE sends through its SMTP server.`]
      : []),
  ];
  if (!flags.json) showMessage(output, { lab, tryout, preview, notes });
  const what = `Waiting for ${provider?.name ?? 'the SMTP server'}`;
  const outcome = flags.dryRun
    ? null
    : (await whileWaiting(output, what, emulator.trial.send(tryout))).outcome;
  const result: Result | 'not sent' = outcome === null ? dryResult(preview) : resultOf(outcome);
  const exitCode = result === 'not sent' ? 0 : EXIT_CODES[result];
  if (flags.json) {
    const facts = { lab, tryout, preview, notes, outcome };
    output.write(`${JSON.stringify({ ...asJson(facts), result, exitCode }, null, 2)}\n`);
  } else {
    if (outcome !== null) showOutcome(output, { preview, outcome });
    showEnd(output, {
      diagnosis: (outcome ?? preview).diagnosis,
      failure: preview.failure,
      result,
      exitCode,
    });
  }
  return exitCode;
}

/** Of a dry run: only what surely makes the message fail. */
function dryResult({ failure, diagnosis }: Preview): Result | 'not sent' {
  return failure !== null || diagnosis.some(({ certainty }) => certainty === 'cause')
    ? 'misconfigured'
    : 'not sent';
}

interface Facts {
  lab: Lab;
  tryout: Tryout;
  preview: Preview;
  notes: string[];
}

function showMessage(output: Output, { lab, tryout, preview, notes }: Facts): void {
  const { provider, message } = tryout;
  output.write(output.paint(lab.live ? 'doubt' : 'quiet', wrap(whereItGoes(lab))));
  for (const note of notes) output.write(output.paint('quiet', wrap(note)));
  output.write('\n');
  output.write(labelled('Provider', provider?.name ?? 'SMTP server (email)'));
  output.write(
    labelled(
      'Channel',
      `${preview.channel ?? 'none'}${preview.channelReason ? `: ${preview.channelReason}` : ''}`,
    ),
  );
  output.write(labelled('Release', `ISE ${formatRelease(lab.config.release)}`));
  output.write(labelled('To', message.to));
  if (message.kind === 'sms') output.write(labelled('Message', segmentsOf(message.text)));
  else output.write(labelled('Subject', message.subject ?? ''));
  output.write(visibleBytes(Buffer.from(message.text)));
  showRequests(output, preview);
}

function segmentsOf(text: string): string {
  const { segments, encoding, characters, forcing } = smsSegments(text);
  const why = forcing.length > 0 ? `, because of ${forcing.slice(0, 5).join(' ')}` : '';
  return `${count(characters, 'character')}, ${count(segments, 'SMS segment')}, ${encoding}${why}`;
}

function showOutcome(
  output: Output,
  { preview, outcome }: { preview: Preview; outcome: AttemptOutcome },
): void {
  const known = preview.parts.map(({ rendered }) =>
    Buffer.from(maskBytes(rendered.bytes, rendered.secrets)).toString('base64'),
  );
  showTranscripts(output, outcome.transcripts, known);
  const { iseVerdict, providerVerdict, receipt, failure } = outcome;
  const { paint } = output;
  output.write(`\n${paint('strong', 'Verdicts')}\n`);
  output.write(
    labelled('  ISE', iseVerdict === 'sent' ? 'sent: any 2xx counts, and a mail that was taken' : 'failed'),
  );
  output.write(
    labelled(
      '  Provider',
      providerVerdict === null ? 'has not spoken' : `${providerVerdict}: ${receipt?.reason ?? ''}`,
    ),
  );
  if (failure !== null) output.write(labelled('  Failure', `${failure.message} (phase ${failure.phase})`));
}

const END_WORDS: Record<Result | 'not sent', string> = {
  'not sent': 'Nothing was sent (--dry-run), and nothing is known that speaks against it',
  sent: 'Sent',
  refused: 'Refused by the provider',
  misconfigured: 'Misconfigured: it cannot work like this',
  unreachable: 'Unreachable: network, TLS or proxy',
  unclear: 'Unclear: whether it arrived, nobody has said',
};

const DOUBTED = 'Nothing was sent (--dry-run). Nothing surely speaks against it, but see what is suspected';

function showEnd(
  output: Output,
  {
    diagnosis,
    failure,
    result,
    exitCode,
  }: Pick<Preview, 'diagnosis' | 'failure'> & { result: Result | 'not sent'; exitCode: number },
): void {
  const { paint } = output;
  if (diagnosis.length > 0) {
    output.write(`\n${paint('strong', 'Diagnosis')}\n`);
    showDiagnosis(output, diagnosis);
  } else if (failure !== null) output.write(`\n${wrap(failure.message)}`);
  const tone = exitCode === 0 ? 'good' : result === 'unclear' ? 'doubt' : 'bad';
  const doubts = diagnosis.some(({ certainty }) => certainty === 'suspect');
  const words = result === 'not sent' && doubts ? DOUBTED : END_WORDS[result];
  output.write(`\n${paint(tone, wrap(`${words}. Exit code ${exitCode}.`))}`);
}

function asJson({ lab, tryout, preview, notes, outcome }: Facts & { outcome: AttemptOutcome | null }) {
  const { provider, message, template } = tryout;
  const { channel, channelReason, failure } = outcome ?? preview;
  return {
    live: lab.live,
    notes,
    release: formatRelease(lab.config.release),
    provider: provider?.name ?? null,
    channel,
    channelReason,
    message,
    template,
    sms: message.kind === 'sms' ? smsSegments(message.text) : null,
    requests: preview.parts.map(({ rendered, outgoing }) => {
      const bytes = Buffer.from(maskBytes(rendered.bytes, rendered.secrets));
      const { target, redirectedTo } = rendered;
      return {
        target,
        redirectedTo,
        text: bytes.toString('utf8'),
        base64: bytes.toString('base64'),
        notes: outgoing.notes,
      };
    }),
    iseVerdict: outcome?.iseVerdict ?? null,
    providerVerdict: outcome?.providerVerdict ?? null,
    receipt: outcome?.receipt ?? null,
    failure,
    transcripts: outcome?.transcripts ?? [],
    diagnosis: (outcome ?? preview).diagnosis,
  };
}
