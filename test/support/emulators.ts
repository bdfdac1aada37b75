import { readFileSync } from 'node:fs';
import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/index.ts';
import { Browser, credentialsOn } from './guest.ts';
import type { Page } from './page.ts';

const running = new Set<Emulator>();

/** An emulator on free ports, in memory; closed by `closeEmulators`. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await createEmulator(options);
  running.add(emulator);
  return emulator;
}

export async function closeEmulators(): Promise<void> {
  await Promise.all([...running].map((emulator) => emulator.close()));
  running.clear();
}

type ProvidersJson = Record<string, unknown> & { providers: (Record<string, unknown> & { name: string })[] };

/** The shipped `providers.json`, with changes beside the list and to single rows. */
export function shippedProviders(
  changes: Record<string, unknown> = {},
  rows: Record<string, Record<string, unknown>> = {},
): ProvidersJson {
  const file: ProvidersJson = JSON.parse(readFileSync('providers.json', 'utf8'));
  file.providers = file.providers.map((row) => ({ ...row, ...rows[row.name] }));
  return { ...file, ...changes };
}

export interface Registered {
  browser: Browser;
  page: Page;
  username: string;
  password: string;
}

export const NUMBER = '+1 (555) 666-1212';

/** A guest walks from the first page to the one with the credentials. */
export async function register(
  emulator: Emulator,
  fields: { provider?: string; number?: string; email?: string; first?: string; last?: string } = {},
): Promise<Registered> {
  const browser = new Browser(emulator.app, emulator.portal.id);
  const form = (await browser.openRegistration()).formWith('Register');
  form.fill('First name', fields.first ?? 'Jane').fill('Last name', fields.last ?? 'Doe');
  form.fill('Phone number', fields.number ?? NUMBER).fill('Email address', fields.email ?? '');
  if (fields.provider !== undefined) form.fill('SMS provider', fields.provider);
  const { page, status } = await browser.send(form);
  if (status !== 200) throw new Error(`registration answered ${status}: ${page.text}`);
  return { browser, page, ...credentialsOn(page) };
}

/** From the page with the credentials to the last page. */
export async function signOn(
  { browser, page }: Registered,
  username: string,
  password: string,
): Promise<Page> {
  const login = await browser.send(page.formWith('Sign On'));
  const aup = await browser.signOn(login.page, username, password);
  const banner = await browser.send(aup.page.formWith('Accept'));
  const success = await browser.send(banner.page.formWith('Continue'));
  return success.page;
}

/** The newest delivery over SMS, with its attempts, once everything has ended. */
export async function smsDelivery(emulator: Emulator) {
  await emulator.settled();
  const { items } = await emulator.deliveries.list({ limit: 20 });
  const id = items.find(({ kind }) => kind === 'sms')?.id ?? '';
  const found = await emulator.deliveries.find(id);
  if (!found) throw new Error('there is no delivery over SMS');
  const attempt = found.attempts.at(-1);
  const exchange = attempt?.transcripts.at(-1)?.exchanges.at(-1);
  return { delivery: found.delivery, attempts: found.attempts, attempt, exchange };
}
