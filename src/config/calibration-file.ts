import { existsSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { CALIBRATED, type CalibratedSetting } from '../domain/comparison/calibration.ts';
import type { Provider } from '../domain/provider.ts';
import { readJsonFile } from './json-file.ts';
import { ConfigError, pathText } from './mistake.ts';

/** `calibration.json`, beside `providers.json`: which real requests decided which setting. */
const schema = z.object({
  version: z.literal(1),
  providers: z.record(
    z.string(),
    z.object({
      calibratedAt: z.string(),
      /** What was observed, by the places of the requests that show it, from 0. */
      settings: z.partialRecord(
        z.enum(CALIBRATED),
        z.object({ value: z.union([z.string(), z.boolean()]), requests: z.array(z.number()) }),
      ),
      /** Why a setting could not be decided, in a sentence. */
      undecided: z.partialRecord(z.enum(CALIBRATED), z.string()),
      /** Differences that no setting explains. */
      unexplained: z.array(z.string()),
      requests: z.array(
        z.object({
          source: z.string(),
          at: z.string().nullable(),
          from: z.string().nullable(),
          /** The masked bytes, as text. */
          request: z.string(),
        }),
      ),
    }),
  ),
});

export type CalibrationFile = z.infer<typeof schema>;
export type CalibrationEntry = CalibrationFile['providers'][string];

export function calibrationFileOf(providersFile: string): string {
  return path.join(path.dirname(path.resolve(providersFile)), 'calibration.json');
}

/** Null when there is none. Throws `ConfigError` when it cannot be read. */
export function readCalibration(providersFile: string): CalibrationFile | null {
  const file = calibrationFileOf(providersFile);
  if (!existsSync(file)) return null;
  const parsed = schema.safeParse(readJsonFile(file));
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map(({ path: at, message }) => ({
      file,
      path: pathText(at),
      value: undefined,
      allowed: `as "ise-guest calibrate --write" writes it (${message})`,
    })),
  );
}

/** Puts the entries in place of those of the same providers; the others stay. */
export function saveCalibration(providersFile: string, entries: Record<string, CalibrationEntry>): string {
  const file = calibrationFileOf(providersFile);
  const known = readCalibration(providersFile)?.providers ?? {};
  const text = JSON.stringify({ version: 1, providers: { ...known, ...entries } }, null, 2);
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
  return file;
}

/** The settings of a provider that are as they were observed: no guesses any more. */
export function observedSettings(
  calibration: CalibrationFile | null,
  provider: Provider,
): CalibratedSetting[] {
  const entry = calibration?.providers[provider.name];
  if (entry === undefined || provider.type !== 'http') return [];
  return CALIBRATED.filter((setting) => {
    const seen = entry.settings[setting];
    return seen !== undefined && seen.value === provider.emulator[setting];
  });
}
