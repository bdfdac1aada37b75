import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { ReceivedMessage, ReceivedRequest, Stores } from '../../src/domain/stores.ts';
import { toRandom } from '../../src/seams/random.ts';
import {
  createLabAuthority,
  type LabAuthority,
  type SimulatorOptions,
  type Simulators,
  startSimulators,
} from '../../src/simulators/index.ts';
import { openStores } from '../../src/storage/index.ts';

export interface Lab {
  sim: Simulators;
  authority: LabAuthority;
  clock: { now(): Date; advance(ms: number): void };
  /** By plain HTTP. */
  ask(
    method: string,
    path: string,
    more?: { headers?: OutgoingHttpHeaders; body?: string | Buffer },
  ): Promise<Told>;
  /** Every row, oldest first, with its bytes. */
  rows(): Promise<ReceivedRequest[]>;
  lastRow(): Promise<ReceivedRequest>;
  /** Oldest first. */
  messages(): Promise<ReceivedMessage[]>;
  /** Resolves as soon as the condition holds; it is looked at after each event. */
  until<T>(look: () => Promise<T | null | undefined | false>): Promise<T>;
  close(): Promise<void>;
}

export interface Told {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The answer's JSON, unchecked; undefined when it is none. */
  json: ReturnType<typeof JSON.parse>;
}

let authority: LabAuthority | null = null;

/** Simulators on free ports, recording into SQLite in memory, at 24 August 2023. */
export async function startLab(options: Partial<SimulatorOptions> = {}): Promise<Lab> {
  authority ??= await createLabAuthority();
  const stores: Stores = await openStores({ file: ':memory:' });
  const watchers = new Set<() => void>();
  let time = Date.parse('2023-08-24T05:01:45.000Z');
  const clock = {
    now: () => new Date(time),
    advance(ms: number) {
      time += ms;
    },
  };
  const sim = await startSimulators({
    host: '127.0.0.1',
    httpPort: 0,
    httpsPort: 0,
    smtpPort: 0,
    loose: false,
    authority,
    journal: stores.received,
    clock,
    random: toRandom('lab'),
    smsDomains: [{ domain: 'sms.example.com' }, { domain: 'api@gateway.example.com' }],
    onEvent: () => {
      for (const watcher of [...watchers]) watcher();
    },
    ...options,
  });

  async function rows(): Promise<ReceivedRequest[]> {
    const { items } = await stores.received.listRequests({ limit: 500 });
    const found = await Promise.all(items.map(({ id }) => stores.received.findRequest(id)));
    return found.filter((row) => row !== null).reverse();
  }

  return {
    sim,
    authority,
    clock,
    ask: (method, path, more) => ask(sim.http.port, method, path, more),
    rows,
    async lastRow() {
      const row = (await rows()).at(-1);
      if (!row) throw new Error('nothing was recorded');
      return row;
    },
    async messages() {
      return (await stores.received.listMessages({ limit: 500 })).items.reverse();
    },
    until(look) {
      return new Promise((resolve, reject) => {
        const watcher = () => {
          look().then((found) => {
            if (found === null || found === undefined || found === false) return;
            watchers.delete(watcher);
            resolve(found);
          }, reject);
        };
        watchers.add(watcher);
        watcher();
      });
    },
    async close() {
      await sim.close();
      await stores.close();
    },
  };
}

export function ask(
  port: number,
  method: string,
  path: string,
  more: { headers?: OutgoingHttpHeaders; body?: string | Buffer } = {},
): Promise<Told> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...more.headers,
      ...(more.body === undefined ? {} : { 'Content-Length': Buffer.byteLength(more.body) }),
    };
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          let json: unknown;
          try {
            json = JSON.parse(text);
          } catch {}
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
      },
    );
    request.on('error', reject);
    request.end(more.body);
  });
}

export function form(fields: Record<string, string | string[]>) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) body.append(name, one);
  return { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: body.toString() };
}

/** A bare connection: everything that came back, as text, once `enough` says so or the other side has closed. */
export async function converse(
  port: number,
  write: (socket: Socket) => void,
  enough: (text: string) => boolean = () => false,
): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  return new Promise((resolve, reject) => {
    let text = '';
    const done = () => {
      socket.destroy();
      resolve(text);
    };
    socket.on('connect', () => write(socket));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (enough(text)) done();
    });
    socket.on('end', done);
    socket.on('close', done);
    socket.on('error', reject);
  });
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
