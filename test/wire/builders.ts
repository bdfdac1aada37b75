import type { HttpOutgoing, SmtpOutgoing } from '../../src/domain/channel.ts';
import type { Exchange, SendResult, Wire } from '../../src/domain/transcript.ts';
import { createWire, type WireSettings } from '../../src/wire/index.ts';

const open = new Set<Wire>();

/** A wire that trusts nobody and leads nowhere else, unless told. Closed by `closeWires`. */
export function wire(settings: Partial<WireSettings> = {}): Wire {
  const made = createWire({ connectTo: {}, proxy: null, trustedCertificates: [], ...settings });
  open.add(made);
  return made;
}

export async function closeWires(): Promise<void> {
  for (const made of open) await made.close();
  open.clear();
}

export function get(url: string, changes: Partial<HttpOutgoing> = {}): HttpOutgoing {
  return {
    protocol: 'http',
    method: 'GET',
    url,
    headers: [],
    body: null,
    basicAuth: null,
    timeoutMs: 2000,
    secrets: [],
    notes: [],
    ...changes,
  };
}

export function mail(
  server: Partial<SmtpOutgoing['server']>,
  changes: Partial<SmtpOutgoing> = {},
): SmtpOutgoing {
  return {
    protocol: 'smtp',
    server: { host: 'mail.test', port: 25, encryption: 'none', auth: null, ...server },
    envelope: { from: 'ise@example.com', to: ['15556661212@sms.test'] },
    mail: {
      from: 'ise@example.com',
      to: '15556661212@sms.test',
      subject: 'Your account',
      text: 'Username: anna Password: 1234',
      date: '2026-11-22T14:28:00.000Z',
      messageId: '<1@emulator.test>',
    },
    timeoutMs: 2000,
    secrets: [],
    notes: [],
    ...changes,
  };
}

export const options = { provider: 'Lab', onTransmit: async () => {} };

export async function send(
  sender: Wire,
  outgoing: HttpOutgoing | SmtpOutgoing,
  changes: Partial<typeof options> = {},
): Promise<SendResult & { exchange: Exchange; request: string; response: string }> {
  const result = await sender.send(outgoing, { ...options, ...changes });
  const exchange = result.transcript.exchanges.at(-1);
  if (exchange === undefined) throw new Error(`no exchange: ${result.failure?.message}`);
  const text = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');
  return { ...result, exchange, request: text(exchange.request), response: text(exchange.response) };
}
