import { createHash } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { observedSettings, readCalibration } from '../config/calibration-file.ts';
import { addRow, changeRow, removeRow } from '../config/edit-providers.ts';
import {
  addTrustedCertificates,
  listTrustedCertificates,
  removeTrustedCertificate,
  type TrustedCertificate,
} from '../config/edit-trusted-certificates.ts';
import { readJsonFile } from '../config/json-file.ts';
import { rewriteFile } from '../config/json-text.ts';
import { ConfigError, type Mistake, valueAt } from '../config/mistake.ts';
import { FREE_NAME, type ProvidersFile, parseProvidersFile } from '../config/providers-file.ts';
import { SHIPPED } from '../config/shipped.ts';
import { readTrustedCertificates, SIMULATOR } from '../config/trusted-certificates.ts';
import { type ProvidersSource, trustedEntries } from '../config.ts';
import { AppError } from '../domain/errors.ts';
import { hideSecrets } from '../domain/hide-secrets.ts';
import type {
  BookReading,
  JsonRow,
  ProviderBook,
  ReadOnly,
  RowChange,
  RowMistake,
  Saved,
} from '../domain/provider-book.ts';
import { createTexts } from '../texts/index.ts';
import type { Sending } from './open-wire.ts';

const texts = createTexts();

/**
 * `providers.json` as the lab's pages read and write it. What is written is used at once: `use` is told the settings
 * after every change. Settings that a program gave as JSON, and the file of the package, are only shown.
 */
export function createProviderBook(
  source: ProvidersSource,
  { sending, use }: { sending: Sending; use(file: ProvidersFile): void },
): ProviderBook {
  const { file, env } = source;
  const fixed: ReadOnly | null = file === null ? 'parsed' : isShipped(file) ? 'shipped' : null;

  function read(): BookReading {
    if (file === null)
      return { file, readOnly: 'parsed', problem: null, version: '', rows: rowsOf(source.json) };
    try {
      const version = versionOf(readFileSync(file, 'utf8'));
      return { file, readOnly: fixed, problem: null, version, rows: rowsOf(readJsonFile(file)) };
    } catch (error) {
      const problem = hideSecrets(error instanceof Error ? error.message : String(error));
      return { file, readOnly: 'unreadable', problem, version: '', rows: rowsOf(source.json) };
    }
  }

  /** A whole file, environment variables and certificates in place. */
  function parse(json: unknown, folder: string): { ok: ProvidersFile } | { mistakes: Mistake[] } {
    const parsed = parseProvidersFile(json, env);
    const trusted = readTrustedCertificates(trustedEntries(json), folder);
    if ('mistakes' in parsed) return { mistakes: [...parsed.mistakes, ...trusted.mistakes] };
    if (trusted.mistakes.length > 0) return { mistakes: trusted.mistakes };
    return { ok: { ...parsed.ok, trustedCertificates: trusted.certificates } };
  }

  function check(row: JsonRow, name: string | null): ReturnType<ProviderBook['check']> {
    const parsed = parseProvidersFile({ providers: [row] }, env);
    const mistakes = 'mistakes' in parsed ? parsed.mistakes.map(mistakeOf) : [];
    if (read().rows.some((one) => one.name === row.name && one.name !== name)) {
      mistakes.push({ field: 'name', value: row.name, allowed: FREE_NAME });
    }
    const provider = 'ok' in parsed ? parsed.ok.providers[0] : undefined;
    return provider === undefined || mistakes.length > 0 ? { mistakes } : { provider };
  }

  function save({ version, name, row }: RowChange): Saved {
    const now = read();
    if (now.readOnly !== null || file === null) {
      return { refused: now.readOnly ?? 'parsed', problem: now.problem };
    }
    if (now.version !== version) return { refused: 'changed', problem: null };
    const index = now.rows.findIndex((one) => one.name === name);
    if (name !== null && index < 0) return { refused: 'gone', problem: null };
    if (row !== null) {
      const checked = check(row, name);
      if ('mistakes' in checked) return checked;
    }
    const rows =
      row === null
        ? now.rows.toSpliced(index, 1)
        : name === null
          ? [...now.rows, row]
          : now.rows.with(index, row);
    const json = { ...(readJsonFile(file) as JsonRow), providers: rows };
    const parsed = parse(json, folderOf(file));
    if ('mistakes' in parsed) {
      return { refused: 'unreadable', problem: sentencesOf(parsed.mistakes, file) };
    }
    try {
      rewriteFile(file, (text) => {
        // Between the look at it and now, too.
        if (versionOf(text) !== version) throw new AppError('conflict', file);
        if (row === null) return removeRow(text, index);
        return name === null ? addRow(text, row) : changeRow(text, index, row);
      });
    } catch (error) {
      if (error instanceof AppError) return { refused: 'changed', problem: null };
      return { refused: 'unwritable', problem: error instanceof Error ? error.message : String(error) };
    }
    use(parsed.ok);
    return { saved: true };
  }

  /** Runs a change of the store, which names its own faults, and uses what the file then says. */
  function changeStore<T>(change: (file: string) => T): T {
    const { readOnly, problem } = read();
    if (readOnly !== null || file === null) {
      const key = `inspector_book_${readOnly ?? 'parsed'}_error`;
      throw new AppError('conflict', texts(key, { file: file ?? '', problem: problem ?? '' }));
    }
    const now = () => {
      const parsed = parse(readJsonFile(file), folderOf(file));
      if ('mistakes' in parsed) throw new AppError('conflict', sentencesOf(parsed.mistakes, file));
      return parsed.ok;
    };
    try {
      // Before anything is written: what cannot be used afterwards is not begun.
      now();
      const result = change(file);
      use(now());
      return result;
    } catch (error) {
      if (error instanceof AppError || !(error instanceof Error)) throw error;
      throw new AppError('conflict', error.message);
    }
  }

  /** The entries of the file; none of one that cannot be read now. */
  function listed(): TrustedCertificate[] {
    try {
      return file === null ? [] : listTrustedCertificates(file).certificates;
    } catch (error) {
      if (error instanceof ConfigError) return [];
      throw error;
    }
  }

  return {
    read,
    settings: sending.settings,
    check,
    observed(provider) {
      try {
        return file === null ? [] : observedSettings(readCalibration(file), provider);
      } catch (error) {
        if (error instanceof ConfigError) return [];
        throw error;
      }
    },
    save,
    trusted() {
      const entries = listed();
      return sending.settings().store.map((facts) => {
        const found = entries.find((one) => one.facts.fingerprint256 === facts.fingerprint256);
        const isLabs = found === undefined && sending.file().trustedCertificates.includes(SIMULATOR);
        return { facts, entry: found?.entry ?? (isLabs ? SIMULATOR : null) };
      });
    },
    trust: (pems) =>
      changeStore((open) => {
        const { added, already } = addTrustedCertificates(open, pems);
        return { added: added.map(({ facts }) => facts), already };
      }),
    distrust: (wanted) => {
      changeStore((open) => removeTrustedCertificate(open, wanted));
    },
  };
}

function mistakeOf({ path: at, value, allowed }: Mistake): RowMistake {
  return { field: at.replace(/^providers\[0\]\.?/, ''), value, allowed };
}

function rowsOf(json: unknown): JsonRow[] {
  const rows = valueAt(json, ['providers']);
  return Array.isArray(rows) ? rows.filter((row) => typeof row === 'object' && row !== null) : [];
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Mistakes of the file, for a page: what a URL carries is not repeated. */
function sentencesOf(mistakes: Mistake[], file: string): string {
  return hideSecrets(new ConfigError(mistakes.map((one) => ({ file, ...one }))).message);
}

function folderOf(file: string): string {
  return path.dirname(path.resolve(file));
}

/** In a checkout, the `providers.json` of the working folder is the tester's own, though it is the one that ships. */
function isShipped(file: string): boolean {
  const isBesideTheUser = !path.isAbsolute(file) && !path.resolve(file).includes('node_modules');
  try {
    return !isBesideTheUser && realpathSync(file) === realpathSync(SHIPPED.providers);
  } catch {
    return false;
  }
}
