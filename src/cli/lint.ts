import { readJsonFile } from '../config/json-file.ts';
import { ConfigError } from '../config/mistake.ts';
import type { Certainty, Diagnosis } from '../domain/diagnosis.ts';
import type { Provider } from '../domain/provider.ts';
import { complain } from './complaint.ts';
import { count, wrap } from './layout.ts';
import { type Lab, type LabFlags, openLab } from './open-lab.ts';
import type { Output } from './output.ts';
import { SAMPLE_ADDRESS, SAMPLE_NUMBER, sampleMessage } from './sample-message.ts';
import { showDiagnosis } from './show-diagnosis.ts';

export interface LintFlags extends LabFlags {
  strict?: boolean;
  json?: boolean;
}

/** What is judged: a row, the SMTP server, or what all have in common. */
interface Judged {
  name: string;
  what: 'provider' | 'smtpServer' | 'common' | 'file';
  channel: string | null;
  diagnosis: Diagnosis[];
}

const EXIT = { clean: 0, found: 1, unreadable: 2 };

/**
 * Judges every row, the SMTP server, the proxy and the store of a providers file with a sample message, without sending.
 * Resolves with the exit code: 0 nothing wrong, 1 causes (with `strict` suspects, too) or mistakes of the file, 2 the
 * file cannot be read or is no JSON.
 */
export async function lint(flags: LintFlags, output: Output): Promise<number> {
  try {
    readJsonFile(flags.providers);
  } catch (error) {
    complain(output, error, flags);
    return EXIT.unreadable;
  }
  const judged = await judge(flags);
  const all = judged.flatMap(({ diagnosis }) => diagnosis);
  const counted: Certainty[] = flags.strict ? ['cause', 'suspect'] : ['cause'];
  const exitCode = all.some(({ certainty }) => counted.includes(certainty)) ? EXIT.found : EXIT.clean;
  if (flags.json) output.write(`${JSON.stringify({ file: flags.providers, judged, exitCode }, null, 2)}\n`);
  else show(output, flags.providers, judged);
  return exitCode;
}

async function judge(flags: LintFlags): Promise<Judged[]> {
  let lab: Lab;
  try {
    // As if live: what is judged is the way to the real servers. Nothing is sent.
    lab = await openLab({ ...flags, live: true });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [
      { name: flags.providers, what: 'file', channel: null, diagnosis: error.mistakes.map(asDiagnosis) },
    ];
  }
  try {
    const { providers, smtpServer } = lab.config.providers;
    const rows: (Provider | null)[] = [...providers];
    if (smtpServer.smtpServer !== '') rows.push(null);
    const judged: Judged[] = [];
    for (const provider of rows) judged.push(await judgeRow(lab, provider));
    return apart(judged);
  } finally {
    await lab.emulator.close();
  }
}

async function judgeRow({ emulator, config }: Lab, provider: Provider | null): Promise<Judged> {
  const to = provider === null ? SAMPLE_ADDRESS : SAMPLE_NUMBER;
  const tryout = { provider, ...sampleMessage(config.portal, { to }), sample: true };
  const { channel, failure, diagnosis } = await emulator.trial.preview(tryout);
  const unexplained = failure !== null && !diagnosis.some(({ certainty }) => certainty === 'cause');
  return {
    name: provider?.name ?? 'SMTP server',
    what: provider === null ? 'smtpServer' : 'provider',
    channel,
    diagnosis: unexplained ? [asFault(failure), ...diagnosis] : diagnosis,
  };
}

/** What is found in several rows alike (the store, the proxy) is told once. */
function apart(judged: Judged[]): Judged[] {
  const key = ({ rule, problem }: Diagnosis) => `${rule}\n${problem}`;
  const byKey = Map.groupBy(
    judged.flatMap(({ diagnosis }) => diagnosis),
    key,
  );
  const common = [...byKey.values()].flatMap(([first, ...others]) =>
    first && others.length > 0 ? [first] : [],
  );
  const keys = new Set(common.map(key));
  const rest = judged.map((one) => ({
    ...one,
    diagnosis: one.diagnosis.filter((each) => !keys.has(key(each))),
  }));
  if (common.length === 0) return rest;
  return [{ name: 'In several rows', what: 'common', channel: null, diagnosis: common }, ...rest];
}

function asFault({ code, message }: { code: string; message: string }): Diagnosis {
  const remedy = 'Correct the setting that the sentence names.';
  return {
    rule: 'cannot-be-sent',
    certainty: 'cause',
    problem: message,
    remedy,
    evidence: [`Code: ${code}`],
  };
}

/** A mistake of the file in the shape of a fault. */
function asDiagnosis(mistake: ConfigError['mistakes'][number]): Diagnosis {
  const where = mistake.path === '' ? mistake.file : mistake.path;
  return {
    rule: 'file-mistake',
    certainty: 'cause',
    problem: new ConfigError([mistake]).message,
    remedy: remedyOf(where, mistake.allowed),
    evidence: [],
  };
}

/** `allowed` ends the sentence "it must be …"; a field that must be left out needs other words. */
function remedyOf(where: string, allowed: string): string {
  const [, rest] = /^left out(.*)$/s.exec(allowed) ?? [];
  return rest === undefined ? `Make ${where} ${allowed}.` : `Remove ${where}${rest}.`;
}

function show(output: Output, file: string, judged: Judged[]): void {
  const { paint } = output;
  for (const { name, channel, diagnosis } of judged) {
    const head = wrap(channel === null ? name : `${name} (${channel})`).trimEnd();
    output.write(`${paint('strong', head)}${diagnosis.length === 0 ? `  ${paint('good', 'ok')}` : ''}\n`);
    showDiagnosis(output, diagnosis);
    if (diagnosis.length > 0) output.write('\n');
  }
  const all = judged.flatMap(({ diagnosis }) => diagnosis);
  const number = (wanted: Certainty) => all.filter(({ certainty }) => certainty === wanted).length;
  const rows = judged.filter(({ what }) => what === 'provider' || what === 'smtpServer').length;
  const sum = [
    count(number('cause'), 'cause'),
    count(number('suspect'), 'suspect'),
    count(number('risk'), 'risk'),
  ];
  output.write(`${wrap(`${file}: ${rows > 0 ? `${count(rows, 'row')} judged, ` : ''}${sum.join(', ')}.`)}`);
}
