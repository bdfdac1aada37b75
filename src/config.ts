import path from 'node:path';
import { readJsonFile } from './config/json-file.ts';
import { ConfigError, type Mistake, valueAt } from './config/mistake.ts';
import { parsePortalFile } from './config/portal-file.ts';
import { type ProvidersFile, parseProvidersFile } from './config/providers-file.ts';
import { readTrustedCertificates } from './config/trusted-certificates.ts';
import type { Portal } from './domain/portal.ts';
import { parseRelease, type Release } from './domain/release.ts';

export interface Ports {
  http: number;
  https: number;
  /** The sponsor portal over HTTPS. */
  sponsor: number;
  simHttp: number;
  simHttps: number;
  smtp: number;
}

/** Everything the program was told, checked; nothing reads it from anywhere else. */
export interface Config {
  release: Release;
  host: string;
  ports: Ports;
  /** A folder, or `:memory:`. */
  data: string;
  /** Ignore `connectTo`: messages go to the real providers. */
  live: boolean;
  /** The simulators overlook what vendors would refuse. */
  loose: boolean;
  providers: ProvidersFile;
  /** Where `providers` came from, for whoever edits it. */
  providersSource: ProvidersSource;
  portal: Portal;
}

export interface ProvidersSource {
  /** The file; null when it was given as JSON. */
  file: string | null;
  json: unknown;
  /** Answers `{"env": "NAME"}`. */
  env: Record<string, string | undefined>;
}

export interface ConfigOptions {
  release: string;
  host: string;
  ports: Ports;
  data: string;
  live: boolean;
  loose: boolean;
  /** A file's path, or the parsed JSON. */
  providers: unknown;
  portal: unknown;
  /** Answers `{"env": "NAME"}`. */
  env: Record<string, string | undefined>;
  /** How the caller calls its options, in mistakes: `--release` unless told. */
  nameOf?(option: 'release' | 'data'): string;
}

/** Reads and checks everything. Throws one `ConfigError` with all mistakes of all files. */
export function loadConfig(options: ConfigOptions): Readonly<Config> {
  const mistakes: (Mistake & { file: string })[] = [];
  const note = (file: string, found: Mistake[]) =>
    mistakes.push(...found.map((mistake) => ({ file, ...mistake })));
  const open = (given: unknown, what: string) => {
    try {
      return source(given, what);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      mistakes.push(...error.mistakes);
      return null;
    }
  };

  const { nameOf = (option: string) => `--${option}` } = options;
  if (typeof options.data !== 'string' || options.data === '') {
    note(nameOf('data'), [{ path: '', value: options.data, allowed: 'a folder, or :memory:' }]);
  }
  const release = typeof options.release === 'string' ? parseRelease(options.release) : null;
  if (!release) {
    note(nameOf('release'), [
      { path: '', value: options.release, allowed: 'an ISE release such as 1.4p8, 2.0 patch 3, 2.1 or 3.4' },
    ]);
  }
  const providersSource = open(options.providers, 'providers');
  const providers = providersSource && parseProvidersFile(providersSource.json, options.env);
  const trusted =
    providersSource && readTrustedCertificates(trustedEntries(providersSource.json), providersSource.folder);
  if (providers && 'mistakes' in providers) note(providersSource.name, providers.mistakes);
  if (trusted) note(providersSource.name, trusted.mistakes);
  const portalSource = open(options.portal, 'portal');
  const portal = portalSource && parsePortalFile(portalSource.json);
  if (portal && 'mistakes' in portal) note(portalSource.name, portal.mistakes);

  if (!release || !providers || !('ok' in providers) || !trusted || !portal || !('portal' in portal)) {
    throw new ConfigError(mistakes);
  }
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const { host, ports, data, live, loose } = options;
  return Object.freeze({
    release,
    host,
    ports,
    data,
    live,
    loose,
    providers: { ...providers.ok, trustedCertificates: trusted.certificates },
    providersSource: {
      file: typeof options.providers === 'string' ? options.providers : null,
      json: providersSource.json,
      env: options.env,
    },
    portal: portal.portal,
  });
}

/** The entries that are texts, whatever else is wrong with the file: their mistakes are told together. */
export function trustedEntries(json: unknown): string[] {
  const entries = valueAt(json, ['trustedCertificates']);
  return Array.isArray(entries) ? entries.filter((entry) => typeof entry === 'string' && entry !== '') : [];
}

function source(given: unknown, what: string): { json: unknown; name: string; folder: string } {
  if (typeof given !== 'string')
    return { json: given, name: `the ${what} option`, folder: path.resolve('.') };
  const file = path.resolve(given);
  return { json: readJsonFile(file), name: given, folder: path.dirname(file) };
}
