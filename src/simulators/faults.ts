import { z } from 'zod';

/** A failure to come, as a test writes it down. Exactly one of code, status, hang, reset, slow and truncate. */
export interface Fault {
  /** How often it strikes; 1 unless said otherwise. */
  times?: number;
  /** Only a request to this number (compared by its digits) or address. */
  to?: string;
  /** The vendor's error code (`21211`, `'105'`); at the SMTP server a reply code. */
  code?: number | string;
  /** Replaces the vendor's words for the code, or the text of an SMTP reply. */
  text?: string;
  /** A bare HTTP status, with `body`. */
  status?: number;
  body?: string;
  /** Never answers. */
  hang?: true;
  /** Resets the connection instead of answering. */
  reset?: true;
  /** With hang or reset: the message was accepted all the same, only the answer is lost. */
  accept?: boolean;
  /** Answers normally, 32 bytes at a time with this many milliseconds between. */
  slow?: number;
  /** Answers normally, but the connection closes in the middle of the body. */
  truncate?: true;
  /** SMTP only: when to strike. */
  phase?: SmtpPhase;
}

export const SMTP_PHASES = ['connect', 'mail', 'rcpt', 'data'] as const;
export type SmtpPhase = (typeof SMTP_PHASES)[number];

export interface ScriptedFault {
  id: number;
  simulator: string;
  fault: Fault;
  /** How often it will still strike. */
  remaining: number;
  /** The requests it hit, oldest first. */
  hits: { requestId: string; at: string; to: string | null }[];
}

/** The failures of one simulator. */
export interface Controls {
  /** Throws a TypeError that names the field, its value and what is allowed. */
  failNext(fault: Fault): ScriptedFault;
  /** Every scripted fault, oldest first, with the requests it hit; of those that are used up the newest 1,000. */
  readonly accountable: readonly ScriptedFault[];
  /** Forgets all of them. */
  clear(): void;
}

/** A fault that struck. */
export interface Strike {
  fault: Fault;
  /** The recipient it was meant for; null when it is for whoever comes. */
  to: string | null;
}

export interface FaultScript extends Controls {
  /** Whether a fault that fits waits for somebody. */
  waits(fits: (fault: Fault) => boolean): boolean;
  /** Takes the oldest fault that fits, and notes which request it hit. */
  take(requestId: string, to: string[], fits?: (fault: Fault) => boolean): Strike | null;
}

export interface FaultRules {
  simulator: string;
  protocol: 'http' | 'smtp';
  /** Turns a code into the vendor's spelling; null: the vendor has no such code. */
  readCode(code: string): string | null;
  /** Said when it has none. */
  codes: string;
  now(): Date;
}

const KEPT = 1000;
const KINDS = ['code', 'status', 'hang', 'reset', 'slow', 'truncate'] as const;

export function createFaultScript(rules: FaultRules): FaultScript {
  let scripted: ScriptedFault[] = [];
  let lastId = 0;
  return {
    failNext(given) {
      const fault = readFault(given, rules);
      lastId += 1;
      const entry = { id: lastId, simulator: rules.simulator, fault, remaining: fault.times ?? 1, hits: [] };
      const used = scripted.filter((other) => other.remaining === 0);
      if (used.length > KEPT) scripted = scripted.filter((other) => other !== used[0]);
      scripted.push(entry);
      return entry;
    },
    get accountable() {
      return scripted;
    },
    clear() {
      scripted = [];
    },
    waits: (fits) => scripted.some(({ remaining, fault }) => remaining > 0 && fits(fault)),
    take(requestId, to, fits = () => true) {
      for (const entry of scripted) {
        const { fault } = entry;
        if (entry.remaining === 0 || !fits(fault)) continue;
        const hit = fault.to === undefined ? null : to.find((one) => sameRecipient(one, fault.to ?? ''));
        if (hit === undefined) continue;
        entry.remaining -= 1;
        entry.hits.push({ requestId, at: rules.now().toISOString(), to: hit ?? to[0] ?? null });
        if (entry.hits.length > KEPT) entry.hits.shift();
        return { fault, to: hit };
      }
      return null;
    },
  };
}

/** One sentence for the record. */
export function describeFault({ fault, to }: Strike): string {
  const whom = to === null ? '' : ` for ${to}`;
  const when = fault.phase ? ` at ${fault.phase}` : '';
  if (fault.code !== undefined) return `scripted: code ${fault.code}${when}${whom}`;
  if (fault.status !== undefined) return `scripted: HTTP status ${fault.status}${whom}`;
  const lost = fault.accept ? ', although the message was accepted' : '';
  if (fault.hang) return `scripted: never answers${when}${whom}${lost}`;
  if (fault.reset) return `scripted: connection reset${when}${whom}${lost}`;
  if (fault.slow !== undefined) return `scripted: answers slowly, ${fault.slow} ms between pieces${whom}`;
  return `scripted: answer cut off${whom}`;
}

/** Numbers by their digits alone, addresses without regard to case. */
export function sameRecipient(a: string, b: string): boolean {
  const key = (value: string) =>
    value.includes('@') ? value.trim().toLowerCase() : value.replace(/\D/g, '').replace(/^0+/, '');
  return key(a) === key(b);
}

function readFault(given: Fault, rules: FaultRules): Fault {
  const parsed = schemaOf(rules).safeParse(given);
  if (parsed.success) return parsed.data as Fault;
  throw new TypeError(parsed.error.issues.map((issue) => sentence(issue, given)).join('; '));
}

function sentence(issue: z.core.$ZodIssue, given: unknown): string {
  const field = issue.path.join('.') || 'fault';
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    given,
  );
  return `${field}: ${JSON.stringify(value)} is not allowed: ${issue.message}`;
}

function schemaOf(rules: FaultRules) {
  const code = z.union([z.string(), z.number()], { error: rules.codes }).transform((value, context) => {
    const read = rules.readCode(String(value));
    if (read === null) context.addIssue({ code: 'custom', message: rules.codes });
    return read ?? '';
  });
  const common = {
    times: z.int('a whole number from 1').min(1, 'a whole number from 1').optional(),
    to: z.string('a number or an address').min(1, 'a number or an address').optional(),
    code: code.optional(),
    text: z.string('text').optional(),
    hang: z.literal(true, 'true').optional(),
    reset: z.literal(true, 'true').optional(),
  };
  const http = {
    status: z
      .int('a status from 200 to 599')
      .min(200, 'a status from 200 to 599')
      .max(599, 'a status from 200 to 599')
      .optional(),
    body: z.string('text').optional(),
    accept: z.boolean('true or false').optional(),
    slow: z
      .number('milliseconds, 0 to 600000')
      .min(0, 'milliseconds, 0 to 600000')
      .max(600_000, 'milliseconds, 0 to 600000')
      .optional(),
    truncate: z.literal(true, 'true').optional(),
  };
  const smtp = { phase: z.enum(SMTP_PHASES, `one of ${SMTP_PHASES.join(', ')}`).optional() };
  const allowed = rules.protocol === 'http' ? { ...common, ...http } : { ...common, ...smtp };
  const kinds = KINDS.filter((kind) => kind in allowed);
  return z
    .strictObject(allowed, { error: `the fields are ${Object.keys(allowed).join(', ')}` })
    .superRefine((fault: Fault, context) => {
      const given = kinds.filter((kind) => fault[kind] !== undefined);
      if (given.length !== 1)
        context.addIssue({ code: 'custom', message: `exactly one of ${kinds.join(', ')}` });
      if (fault.to !== undefined && (fault.phase === 'connect' || fault.phase === 'mail')) {
        context.addIssue({
          code: 'custom',
          path: ['to'],
          message: 'recipients are known from the phase rcpt on',
        });
      }
    });
}
