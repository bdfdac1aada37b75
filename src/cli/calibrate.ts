import { readFileSync } from 'node:fs';
import { providerSecrets } from '../composition/provider-facts.ts';
import { readCaptures } from '../config/read-captures.ts';
import { loadConfig } from '../config.ts';
import type { Calibration, Capture } from '../domain/comparison/calibration.ts';
import { fitProviders } from '../domain/comparison/fit-provider.ts';
import { readRawHttp } from '../domain/comparison/raw-http.ts';
import type { HttpProvider } from '../domain/provider.ts';
import { calibrate as search } from '../services/calibrate.ts';
import { complain, flagMistake } from './complaint.ts';
import { labCaptures } from './lab-captures.ts';
import { wrap } from './layout.ts';
import { type Output, whileWaiting } from './output.ts';
import { requestRenderer } from './render-request.ts';
import { showCalibration } from './show-calibration.ts';
import { writeCalibration } from './write-calibration.ts';

export interface CalibrateFlags {
  providers: string;
  portal: string;
  release: string;
  url: string;
  from?: string;
  provider?: string;
  write?: boolean;
  json?: boolean;
}

export interface Calibrated {
  provider: HttpProvider;
  captures: Capture[];
  calibration: Calibration;
}

const EXIT = { equal: 0, different: 1, misused: 2 };

/**
 * Proposes the settings that make our bytes equal to captured ones, and with `write` puts them into the file. Resolves
 * with 0 when no difference is left, 1 when some are or nothing could be compared, 2 when something cannot be read.
 */
export async function calibrate(flags: CalibrateFlags, output: Output): Promise<number> {
  try {
    const { file } = settingsOf(flags);
    const captures =
      flags.from === undefined
        ? await whileWaiting(output, `Reading the requests of ${flags.url}`, labCaptures(flags.url))
        : readCaptures(readFile(flags.from), flags.from);
    const secrets = providerSecrets(file);
    const all: Calibrated[] = [];
    const { groups, strangers } = groupsOf(file.providers, captures, flags.provider);
    for (const { provider, mine } of groups) {
      const render = requestRenderer();
      const work = search({ render, secrets }, provider, mine);
      all.push({
        provider,
        captures: mine,
        calibration: await whileWaiting(output, `Trying settings of ${provider.name}`, work),
      });
    }
    const written = flags.write ? writeCalibration(flags.providers, all, secrets) : [];
    const compared = all.reduce((sum, { calibration }) => sum + calibration.compared.length, 0);
    const left = all.some(({ calibration }) => calibration.after > 0);
    const exitCode = compared === 0 || left ? EXIT.different : EXIT.equal;
    if (flags.json) {
      const calibrations = all.map(({ calibration }) => calibration);
      output.write(
        `${JSON.stringify({ calibrations, unknown: strangers.map(({ source }) => source), written, exitCode }, null, 2)}\n`,
      );
      return exitCode;
    }
    for (const one of all) showCalibration(output, one);
    for (const { source } of strangers) {
      const why =
        flags.provider === undefined
          ? `No provider of the file fits ${source}. Name it with --provider.`
          : `Left out, for it does not look like one of "${flags.provider}": ${source}.`;
      output.write(wrap(why));
    }
    if (captures.length === 0) output.write(wrap('Nobody else has sent a request there yet.'));
    for (const name of written) output.write(wrap(`Written: ${name}`));
    if (!flags.write && all.some(({ calibration }) => calibration.findings.some(({ decided }) => decided))) {
      output.write(wrap('Nothing was written. --write puts the observed settings into the file.'));
    }
    return exitCode;
  } catch (error) {
    complain(output, error, flags);
    return EXIT.misused;
  }
}

function settingsOf(flags: CalibrateFlags) {
  const { providers: file } = loadConfig({
    ...flags,
    host: '127.0.0.1',
    ports: { http: 0, https: 0, sponsor: 0, simHttp: 0, simHttps: 0, smtp: 0 },
    data: ':memory:',
    live: false,
    loose: false,
    env: process.env,
  });
  const wanted = file.providers.find(({ name }) => name === flags.provider);
  if (flags.provider !== undefined && wanted?.type !== 'http') {
    const names = file.providers.filter(({ type }) => type === 'http').map(({ name }) => `"${name}"`);
    throw flagMistake('--provider', flags.provider, `one of the HTTP providers: ${names.join(', ')}`);
  }
  return { file };
}

function readFile(name: string): Buffer {
  try {
    return readFileSync(name);
  } catch {
    throw flagMistake('--from', name, 'a file that can be read');
  }
}

/**
 * Each request with the provider it is likeliest of. With a provider named, those that can be of it; when there are
 * none, those that can be of no other either, for then the person knows better: a gateway behind another address.
 */
function groupsOf(
  providers: ReturnType<typeof settingsOf>['file']['providers'],
  captures: Capture[],
  named: string | undefined,
): { groups: { provider: HttpProvider; mine: Capture[] }[]; strangers: Capture[] } {
  const fits = captures.map((capture) => {
    const http = readRawHttp(capture.bytes);
    return http === null ? [] : fitProviders(http, { ...capture, providers }).map(({ name }) => name);
  });
  const isKnown = named !== undefined && fits.some((names) => names.includes(named));
  const owners = fits.map((names) => {
    if (named === undefined) return names[0];
    return (isKnown ? names.includes(named) : names.length === 0) ? named : undefined;
  });
  const groups = providers
    .filter((provider) => provider.type === 'http')
    .map((provider) => ({ provider, mine: captures.filter((_, at) => owners[at] === provider.name) }))
    .filter(({ mine }) => mine.length > 0);
  return { groups, strangers: captures.filter((_, at) => owners[at] === undefined) };
}
