import { readFileSync } from 'node:fs';
import request from 'supertest';
import type { Emulator } from '../../src/index.ts';
import { type Form, Page } from './page.ts';

type Settings = Record<string, Record<string, unknown>>;

/** The shipped `portal.json` with some settings, and its emulator block, changed. */
export function portalFile(changes: Settings = {}, emulator: Record<string, unknown> = {}): object {
  const file = JSON.parse(readFileSync('portal.json', 'utf8'));
  const { settings } = file.SelfRegPortal;
  for (const [group, values] of Object.entries(changes)) settings[group] = { ...settings[group], ...values };
  Object.assign(file.emulator, emulator);
  return file;
}

export interface SponsorAnswer {
  status: number;
  page: Page;
  headers: Record<string, string>;
  text: string;
}

/** A sponsor's browser: keeps the cookie, follows redirects after a form, reads pages. */
export class SponsorBrowser {
  readonly #server: Parameters<typeof request>[0];
  #cookie: string;

  constructor(emulator: Pick<Emulator, 'app'>, cookie = '') {
    this.#server = emulator.app;
    this.#cookie = cookie;
  }

  get cookie(): string {
    return this.#cookie;
  }

  async get(address: string): Promise<SponsorAnswer> {
    const answer = await request(this.#server)
      .get(`/sponsorportal/${address}`)
      .set({ Cookie: this.#cookie, Accept: 'text/html' });
    return this.#keep(answer);
  }

  /** Sends a form as a browser does; `button`: its name and value. */
  send(form: Form, button: Record<string, string> = {}): Promise<SponsorAnswer> {
    return this.post(form.action, { ...form.values, ...button });
  }

  async post(address: string, values: Record<string, string | string[]>): Promise<SponsorAnswer> {
    const body = new URLSearchParams(
      Object.entries(values).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      ),
    );
    const answer = await request(this.#server)
      .post(`/sponsorportal/${address}`)
      .set({ Cookie: this.#cookie, Accept: 'text/html', 'Content-Type': 'application/x-www-form-urlencoded' })
      .send(body.toString());
    return this.#keep(answer);
  }

  async upload(form: Form, file: string | Buffer): Promise<SponsorAnswer> {
    const sent = request(this.#server)
      .post(`/sponsorportal/${form.action}`)
      .set({ Cookie: this.#cookie, Accept: 'text/html' });
    for (const [name, value] of Object.entries(form.values)) if (name !== 'file') sent.field(name, value);
    return this.#keep(await sent.attach('file', Buffer.from(file), 'guests.csv'));
  }

  async signOn(username: string, password: string): Promise<SponsorAnswer> {
    const { page } = await this.get('PortalSetup.action');
    return this.send(page.form('loginForm').fill('Username', username).fill('Password', password));
  }

  /** What a program gets from the same addresses. */
  async program(
    address: string,
    { body, token = '' }: { body?: Record<string, string>; token?: string } = {},
  ): Promise<{ status: number; json: ProgramReply; headers: Record<string, string> }> {
    const headers = { Cookie: this.#cookie, 'X-Requested-With': 'XMLHttpRequest', ...(token && { token }) };
    const path = `/sponsorportal/${address}`;
    const answer =
      body === undefined
        ? await request(this.#server).get(path).set(headers)
        : await request(this.#server).post(path).set(headers).type('form').send(body);
    return { status: answer.status, json: answer.body as ProgramReply, headers: answer.headers };
  }

  async #keep(response: request.Response): Promise<SponsorAnswer> {
    const cookies = [response.headers['set-cookie'] ?? []].flat() as string[];
    const [pair = ''] = (cookies.find((cookie) => cookie.startsWith('APPSESSIONID=')) ?? '').split(';');
    if (pair !== '') this.#cookie = pair;
    if (response.status === 303) {
      return this.get((response.headers.location ?? '').replace('/sponsorportal/', ''));
    }
    const isPage = (response.headers['content-type'] ?? '').startsWith('text/html');
    return {
      status: response.status,
      page: new Page(isPage ? response.text : ''),
      headers: response.headers,
      text: response.text,
    };
  }
}

export interface ProgramReply {
  status: string;
  messages: string[];
  attributes: { name: string; value: string }[];
  guests?: { attributes: { name: string; value: string }[] }[];
  total?: number;
  results?: { id: string; name: string; done: boolean; problem: string }[];
}

/** A value in a program's reply. */
export function attribute(reply: Pick<ProgramReply, 'attributes'> | undefined, name: string): string {
  return reply?.attributes.find((one) => one.name === name)?.value ?? '';
}
