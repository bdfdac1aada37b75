import path from 'node:path';
import { type CalibrationEntry, saveCalibration } from '../config/calibration-file.ts';
import { changeRow } from '../config/edit-providers.ts';
import { readJsonFile } from '../config/json-file.ts';
import { rewriteFile } from '../config/json-text.ts';
import { valueAt } from '../config/mistake.ts';
import { SHIPPED } from '../config/shipped.ts';
import type { Calibration } from '../domain/comparison/calibration.ts';
import { asText } from '../domain/comparison/raw-http.ts';
import { createCredentialReader } from '../domain/credentials.ts';
import { maskBytes } from '../domain/mask.ts';
import { maskPasswords } from '../domain/mask-passwords.ts';
import type { Calibrated } from './calibrate.ts';
import { differenceText, undecidedText } from './calibration-words.ts';
import { flagMistake } from './complaint.ts';

/** More would make the file long without telling more. */
const MOST_REQUESTS = 20;

const readCredentials = createCredentialReader([]);

/**
 * Puts what is decided into the rows of `providers.json`, every other character left as it is, and the evidence into
 * `calibration.json` beside it. Returns the names of the files that were written.
 */
export function writeCalibration(providersFile: string, all: Calibrated[], secrets: string[]): string[] {
  const decided = all.filter(({ calibration }) => calibration.findings.some((finding) => finding.decided));
  if (decided.length === 0) return [];
  if (path.resolve(providersFile) === path.resolve(SHIPPED.providers)) {
    throw flagMistake(
      '--providers',
      providersFile,
      'a file of your own: copy this one, which belongs to the package',
    );
  }
  const list = valueAt(readJsonFile(providersFile), ['providers']);
  const rows: Record<string, unknown>[] = Array.isArray(list) ? list : [];
  rewriteFile(providersFile, (text) =>
    decided.reduce((changed, { provider, calibration }) => {
      const index = rows.findIndex(({ name }) => name === provider.name);
      const row = rows[index];
      return row === undefined ? changed : changeRow(changed, index, withSettings(row, calibration));
    }, text),
  );
  const entries = decided.map((one) => [one.provider.name, entryOf(one, secrets)] as const);
  return [providersFile, saveCalibration(providersFile, Object.fromEntries(entries))];
}

function withSettings(row: Record<string, unknown>, { findings }: Calibration): Record<string, unknown> {
  const settings = findings.filter(({ decided }) => decided).map(({ setting, value }) => [setting, value]);
  const { emulator } = row;
  const known = typeof emulator === 'object' && emulator !== null ? emulator : {};
  return { ...row, emulator: { ...known, ...Object.fromEntries(settings) } };
}

function entryOf({ captures, calibration }: Calibrated, secrets: string[]): CalibrationEntry {
  const { findings, unexplained } = calibration;
  const decided = findings.filter((finding) => finding.decided);
  const masked = captures.map(({ bytes }) =>
    asText(Buffer.from(maskBytes(bytes, secrets)).toString('latin1')),
  );
  const passwords = passwordsIn(masked);
  return {
    calibratedAt: new Date().toISOString(),
    settings: Object.fromEntries(
      decided.map(({ setting, value, requests }) => [
        setting,
        { value, requests: requests.filter((index) => index < MOST_REQUESTS) },
      ]),
    ),
    undecided: Object.fromEntries(
      findings
        .filter((finding) => !finding.decided)
        .map((finding) => [finding.setting, undecidedText(finding)]),
    ),
    unexplained: unexplained.map((row) => maskPasswords(differenceText(row), passwords)),
    requests: captures.slice(0, MOST_REQUESTS).map(({ source, at, from }, index) => ({
      ...{ source, at, from },
      request: maskPasswords(masked[index] ?? '', passwords),
    })),
  };
}

/** The passwords of guests in the texts of the requests, which are masked in everything that is kept. */
function passwordsIn(requests: string[]): string[] {
  return requests.flatMap((request) => {
    const texts = [request, decoded(request)].map((text) => text.replace(/[\w-]+=\*{8}/g, ''));
    const found = texts.flatMap((text) => readCredentials(text)?.password ?? []);
    return found
      .map((password) => password.replace(/["'}\]&].*$/s, ''))
      .filter((password) => password !== '');
  });
}

function decoded(request: string): string {
  try {
    return decodeURIComponent(request.replaceAll('+', ' '));
  } catch {
    // A bare percent sign: the text is read as it stands.
    return request;
  }
}
