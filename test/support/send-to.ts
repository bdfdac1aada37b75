import { diagnose } from '../../src/diagnosis/index.ts';
import type { AttemptOutcome } from '../../src/domain/delivery.ts';
import type { Message } from '../../src/domain/message.ts';
import type { Route } from '../../src/domain/routing.ts';
import { deliver } from '../../src/services/deliver.ts';
import { createWire, type WireSettings } from '../../src/wire/index.ts';
import { smtpServer } from './providers.ts';

export const CREDENTIALS = 'Your account details: Username: jdoe Password: 1234';

export function smsMessage(text = CREDENTIALS, to = '+15556661212'): Message {
  return { kind: 'sms', to, text, date: '2026-11-22T14:28:00.123Z', id: 'message-1' };
}

/** One delivery through the real service and the real wire, `provider.example` and `smtp.example.com` led to `port`. */
export async function sendTo(
  port: number,
  route: Route,
  message: Message = smsMessage(),
  settings: Partial<WireSettings> = {},
): Promise<AttemptOutcome> {
  const to = `127.0.0.1:${port}`;
  const connectTo = { ':80': to, ':443': to, ':25': to };
  const wire = createWire({ connectTo, proxy: null, trustedCertificates: [], ...settings });
  const router = { route: () => ({ route }) };
  const clock = { now: () => new Date('2026-11-22T14:28:00Z') };
  const settingsNow = () => ({
    release: { major: 3, minor: 4, patch: 0 },
    providers: [],
    smtpServer: smtpServer(),
    proxy: settings.proxy ?? null,
    store: wire.store(),
  });
  const delivery = {
    id: 'delivery-1',
    accountId: null,
    kind: message.kind,
    provider: 'A provider',
    channel: null,
    to: message.to,
    message,
    template: '',
    status: 'sending' as const,
    iseVerdict: null,
    providerVerdict: null,
    reason: null,
    mayHaveBeenSent: false,
    diagnosis: [],
    attemptCount: 1,
    createdAt: message.date,
    updatedAt: message.date,
  };
  try {
    return await deliver({ router, wire, clock, diagnose, settings: settingsNow }, delivery, async () => {});
  } finally {
    await wire.close();
  }
}

/** What the emulator kept of the requests of an attempt: masked, one text for each exchange. */
export function keptRequests(outcome: AttemptOutcome): string[] {
  return outcome.transcripts.flatMap(({ exchanges }) =>
    exchanges.map(({ request }) => Buffer.from(request, 'base64').toString('utf8')),
  );
}
