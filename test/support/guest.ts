import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { parsePortalFile } from '../../src/config/portal-file.ts';
import type { Portal } from '../../src/domain/portal.ts';
import type { Clock } from '../../src/domain/ports.ts';
import type { Stores } from '../../src/domain/stores.ts';
import { toRandom } from '../../src/seams/random.ts';
import { openStores } from '../../src/storage/index.ts';
import type { Catalogues } from '../../src/texts/catalogues.ts';
import { createApp } from '../../src/web/app.ts';
import { guestRouter } from '../../src/web/guest/index.ts';
import { type Form, Page } from './page.ts';

type Settings = Record<string, Record<string, unknown>>;

/** The shipped portal with some settings changed: `{ aupSettings: { includeAup: false } }`. */
export function portalWith(
  changes: Settings = {},
  emulator: Record<string, unknown> = {},
  customizations: Record<string, unknown> = {},
): Portal {
  const parsed = parsePortalFile(portalJson(changes, emulator, customizations));
  if ('mistakes' in parsed) throw new Error(JSON.stringify(parsed.mistakes));
  return parsed.portal;
}

/** The same as a file. */
export function portalJson(
  changes: Settings = {},
  emulator: Record<string, unknown> = {},
  customizations: Record<string, unknown> = {},
): object {
  const file = JSON.parse(readFileSync('portal.json', 'utf8'));
  for (const [group, values] of Object.entries(changes)) {
    const { settings } = file.SelfRegPortal;
    settings[group] = { ...settings[group], ...values };
  }
  Object.assign(file.emulator, emulator);
  file.SelfRegPortal.customizations = customizations;
  return file;
}

export class FakeClock implements Clock {
  time = Date.parse('2026-07-15T12:00:00Z');

  now(): Date {
    return new Date(this.time);
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
  }
}

/** The portal on a real listener over SQLite in memory. */
export class GuestLab {
  readonly portal: Portal;
  readonly stores: Stores;
  readonly clock: FakeClock;
  readonly server: Server;
  notified = 0;
  /** Bugs: whatever a handler threw. */
  readonly errors: unknown[] = [];

  private constructor(portal: Portal, stores: Stores, catalogues?: Catalogues) {
    this.portal = portal;
    this.stores = stores;
    this.clock = new FakeClock();
    const guest = guestRouter({
      portal,
      accounts: stores.accounts,
      approvalLinks: { key: 'lab key', base: () => 'https://localhost:8445/sponsorportal' },
      deliveries: stores.deliveries,
      sessions: stores.sessions,
      devices: stores.devices,
      networkSessions: stores.networkSessions,
      audit: stores.audit,
      clock: this.clock,
      random: toRandom('guest lab'),
      providers: ['Global Default', 'Twilio'],
      ...(catalogues && { catalogues }),
      notify: () => {
        this.notified += 1;
      },
    });
    const app = createApp({ guest, log: (error) => this.errors.push(error) });
    this.server = createServer(app);
  }

  static async open(
    settings: Settings = {},
    emulator: Record<string, unknown> = {},
    customizations: Record<string, unknown> = {},
    catalogues?: Catalogues,
  ): Promise<GuestLab> {
    const lab = new GuestLab(
      portalWith(settings, emulator, customizations),
      await openStores({ file: ':memory:' }),
      catalogues,
    );
    await new Promise<void>((resolve) => lab.server.listen(0, '127.0.0.1', resolve));
    return lab;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.stores.close();
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  browser(): Browser {
    return new Browser(this.server, this.portal.id);
  }

  accounts() {
    return this.stores.accounts.list({ limit: 100, offset: 0 });
  }

  deliveries() {
    return this.stores.deliveries.list({ limit: 100 });
  }
}

export interface Answer {
  status: number;
  page: Page;
  headers: Record<string, string>;
  cookies: string[];
  /** The body, for answers that are no page. */
  text: string;
}

/** Keeps cookies, reads pages, sends forms. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #server: Parameters<typeof request>[0];
  readonly #portalId: string;

  constructor(server: Parameters<typeof request>[0], portalId: string) {
    this.#server = server;
    this.#portalId = portalId;
  }

  land(): Promise<Answer> {
    return this.get(`PortalSetup.action?portal=${this.#portalId}`);
  }

  async get(address: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.#keep(
      await request(this.#server).get(`/portal/${address}`).set('Cookie', this.#cookieHeader()).set(headers),
    );
  }

  /** Sends a form as a browser does, to its own relative address. */
  send(form: Form, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post(form.action, form.values, headers);
  }

  async post(
    address: string,
    values: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const sent = request(this.#server)
      .post(`/portal/${address}`)
      .set('Cookie', this.#cookieHeader())
      .set('Content-Type', 'application/x-www-form-urlencoded')
      .set(headers)
      .send(new URLSearchParams(values).toString());
    return this.#keep(await sent);
  }

  /** From the first page to the registration form. */
  async openRegistration(): Promise<Page> {
    const { page } = await this.land();
    return (await this.send(page.formWith('Register for guest access'))).page;
  }

  /** Registers and returns the page that follows. */
  async register(values: Record<string, string>): Promise<Answer> {
    const form = (await this.openRegistration()).formWith('Register');
    for (const [label, value] of Object.entries(values)) form.fill(label, value);
    return this.send(form);
  }

  /** Signs on from a login page. */
  signOn(page: Page, username: string, password: string): Promise<Answer> {
    return this.send(page.formWith('Sign On').fill('Username', username).fill('Password', password));
  }

  #cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  #keep(response: request.Response): Answer {
    const cookies = [response.headers['set-cookie'] ?? []].flat() as string[];
    for (const cookie of cookies) {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const isPage = (response.headers['content-type'] ?? '').startsWith('text/html');
    return {
      status: response.status,
      page: new Page(isPage ? response.text : ''),
      headers: response.headers,
      cookies,
      text: response.text,
    };
  }
}

/** The user name and password on the success page. */
export function credentialsOn(page: Page): { username: string; password: string } {
  const read = (word: string) =>
    page
      .byClass(`ui_self_reg_results_${word}_label`)
      .flatMap((row) => row.children)
      .filter((child) => typeof child !== 'string')
      .find((child) => child.attributes.class === 'ui-block-b')?.rawText ?? '';
  return { username: read('username'), password: read('password') };
}
