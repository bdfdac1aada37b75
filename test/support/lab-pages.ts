import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Emulator, EmulatorOptions } from '../../src/index.ts';
import { shippedProviders, startEmulator } from './emulators.ts';
import { type Form, Page } from './page.ts';

/** A `providers.json` of one's own in a folder of its own, and an emulator that uses it. */
export interface OwnProviders {
  file: string;
  emulator: Emulator;
  remove(): void;
}

export async function startWithOwnProviders(
  text = `${JSON.stringify(shippedProviders(), null, 2)}\n`,
  options: EmulatorOptions = {},
): Promise<OwnProviders> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ise-guest-own-'));
  const file = path.join(folder, 'providers.json');
  writeFileSync(file, text);
  const emulator = await startEmulator({ providers: file, ...options });
  return { file, emulator, remove: () => rmSync(folder, { recursive: true }) };
}

export interface LabAnswer {
  status: number;
  location: string;
  page: Page;
}

/** A page of the lab, as a browser asks for it; with `form`, posted. Redirects are followed by hand. */
export async function labPage(
  { urls }: Pick<Emulator, 'urls'>,
  address: string,
  form?: Record<string, string> | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<LabAnswer> {
  const response = await fetch(new URL(address, urls.lab), {
    method: form === undefined ? 'GET' : 'POST',
    body: form === undefined ? null : new URLSearchParams(form),
    headers: { Accept: 'text/html', ...headers },
    redirect: 'manual',
  });
  const location = response.headers.get('location') ?? '';
  return { status: response.status, location, page: new Page(await response.text()) };
}

/** The form with this button as a browser would send it, text areas too. */
export function filledForm(page: Page, button: string): Form {
  const form = page.formWith(button);
  for (const area of page.all(({ tag, attributes }) => tag === 'textarea' && attributes.name !== undefined)) {
    const name = area.attributes.name ?? '';
    if (name in form.values) form.values[name] = area.rawText.replace(/^\n/, '');
  }
  return form;
}
