import { z } from 'zod';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, type LabArchive } from '../domain/lab-archive.ts';

/** What an exported lab must look like, so that no page stumbles over it. Unknown members are dropped or kept unread. */

const text = z.string();
const orNull = z.string().nullable();
const base64 = z.base64();
const date = z.iso.datetime();
const dateOrNull = date.nullable();
const milliseconds = z.number().nullable();
const tag = orNull.optional().default(null);

const diagnosis = z.array(
  z.looseObject({
    rule: text,
    certainty: z.enum(['cause', 'suspect', 'risk']),
    problem: text,
    remedy: text,
    evidence: z.array(text),
  }),
);

const iseVerdict = z.enum(['sent', 'failed']).nullable();
const providerVerdict = z.enum(['accepted', 'refused', 'unclear']).nullable();
const channel = z
  .enum(['email', 'sms-email-gateway', 'http-get', 'http-post-json', 'http-post-form', 'http-post-template'])
  .nullable();

const failure = z
  .looseObject({
    phase: text,
    code: text,
    message: text,
    timedOut: z.boolean(),
    mayHaveBeenSent: z.boolean(),
  })
  .nullable();

const place = z.object({ host: text, port: z.number() });

const exchange = z.object({
  target: place.extend({ secure: z.boolean() }),
  redirectedTo: place.nullable(),
  proxy: place.extend({ mode: z.enum(['tunnel', 'forward']), answer: orNull }).nullable(),
  address: z.object({ ip: text, port: z.number() }).nullable(),
  reusedConnection: z.boolean(),
  tls: z
    .looseObject({
      version: orNull,
      cipher: orNull,
      serverName: text,
      trusted: z.boolean(),
      code: orNull,
      reason: orNull,
      chain: z.array(
        z.looseObject({
          subject: text,
          issuer: text,
          serialNumber: text,
          validFrom: text,
          validTo: text,
          subjectAltName: orNull,
          fingerprint256: text,
          inStore: z.boolean(),
        }),
      ),
    })
    .nullable(),
  request: base64,
  response: base64,
  responseCut: z.boolean(),
  lines: z.array(z.object({ from: z.enum(['client', 'server']), text })),
  timings: z.object({
    dns: milliseconds,
    connect: milliseconds,
    proxy: milliseconds,
    tls: milliseconds,
    firstByte: milliseconds,
    total: z.number(),
  }),
  failure,
});

const attempt = z.object({
  number: z.int().positive(),
  startedAt: date,
  transmittedAt: dateOrNull,
  endedAt: dateOrNull,
  channel,
  channelReason: orNull,
  iseVerdict,
  providerVerdict,
  receipt: z.looseObject({ verdict: providerVerdict.unwrap(), reason: text }).nullable(),
  failure,
  transcripts: z.array(
    z.object({ protocol: z.enum(['http', 'smtp']), exchanges: z.array(exchange), notes: z.array(text) }),
  ),
  diagnosis,
});

const delivery = z.object({
  id: text,
  accountId: orNull,
  kind: z.enum(['sms', 'email']),
  provider: text,
  channel,
  to: text,
  message: z.looseObject({ kind: z.enum(['sms', 'email']), to: text, text, date, id: text }),
  template: text,
  status: z.enum(['queued', 'sending', 'sent', 'failed']),
  iseVerdict,
  providerVerdict,
  reason: orNull,
  mayHaveBeenSent: z.boolean(),
  diagnosis,
  attemptCount: z.int().nonnegative(),
  tag,
  createdAt: date,
  updatedAt: date,
});

const account = z.looseObject({
  id: text,
  username: text,
  password: text,
  state: z.enum(['AWAITING_INITIAL_LOGIN', 'ACTIVE', 'EXPIRED', 'PENDING_APPROVAL', 'DENIED', 'SUSPENDED']),
  guestType: text,
  portalId: text,
  fields: z.record(text, text),
  createdAt: date,
  validFrom: date,
  validTo: date,
  firstLoginAt: dateOrNull,
  lastLoginAt: dateOrNull,
  aupAcceptedAt: dateOrNull,
  registrationKey: text,
  creation: z.enum(['self', 'known', 'random', 'imported', 'employee']),
  groupTag: orNull,
  sponsorUserName: orNull,
  reasonForState: orNull,
  stateBefore: orNull,
  approvedAt: dateOrNull,
  passwordChangedAt: dateOrNull,
  passwordOfferAnsweredAt: dateOrNull,
  expiryNotifiedAt: dateOrNull,
  minutesFromFirstLogin: z.number().nullable(),
  tag,
});

const whole = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  version: z.literal(ARCHIVE_VERSION),
  origin: z.object({
    exportedAt: date,
    release: text,
    texts: z.enum(['masked', 'kept']),
    cut: z.boolean(),
    settings: z.object({ providers: z.unknown(), portal: z.unknown() }),
  }),
  accounts: z.array(account),
  deliveries: z.array(z.object({ delivery, attempts: z.array(attempt) })),
  requests: z.array(
    z.object({
      id: text,
      protocol: z.enum(['http', 'smtp']),
      receivedAt: date,
      raw: base64,
      remoteAddress: text,
      secure: z.boolean(),
      simulator: orNull,
      status: z.number().nullable(),
      response: base64,
      refusal: orNull,
      fault: orNull,
    }),
  ),
  messages: z.array(
    z.object({
      id: text,
      requestId: text,
      channel: z.enum(['sms', 'email']),
      provider: text,
      to: text,
      from: text,
      subject: orNull,
      text,
      html: orNull,
      receivedAt: date,
      providerMessageId: text,
      tag,
    }),
  ),
  audit: z.array(
    z.object({
      id: text,
      at: date,
      accountId: text,
      username: text,
      actor: z.enum(['guest', 'sponsor', 'system']),
      actorName: text,
      action: text,
      fromState: orNull,
      toState: orNull,
      detail: text,
      address: text,
    }),
  ),
  sessions: z.array(
    z.object({
      sessionId: text,
      portalId: text,
      mac: orNull,
      ip: text,
      state: z.enum(['redirected', 'registered', 'authenticated', 'coa-sent', 'disconnected']),
      accountId: orNull,
      redirectedAt: date,
      registeredAt: dateOrNull,
      authenticatedAt: dateOrNull,
      coaSentAt: dateOrNull,
      disconnectedAt: dateOrNull,
      reason: orNull,
      originatingUrl: orNull,
    }),
  ),
  devices: z.array(z.object({ mac: text, accountId: text, description: text, registeredAt: date })),
});

/** The archive, or the first thing that is wrong with it: where, and what it should be. */
export function readArchive(json: unknown): { archive: LabArchive } | { path: string; problem: string } {
  const parsed = whole.safeParse(json, { jitless: true });
  // The schema says of each member what the types say; states of accounts are read wherever they are shown.
  if (parsed.success) return { archive: parsed.data as unknown as LabArchive };
  const [issue] = parsed.error.issues;
  return { path: issue?.path.join('.') ?? '', problem: issue?.message ?? '' };
}
