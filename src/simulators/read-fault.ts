import { z } from 'zod';
import { type Fault, SMTP_PHASES } from './fault.ts';
import { CHAIN_NAMES } from './tls/chains.ts';

/** What faults a simulator, or a channel, takes. */
export interface FaultRules {
  /** Which fields are allowed: those of an HTTP simulator, of the SMTP server, or of SMS whatever carries it. */
  protocol: 'http' | 'smtp' | 'sms';
  /** Turns a code into the vendor's spelling; null: the vendor has no such code. */
  readCode(code: string): string | null;
  /** Said when it has none. */
  codes: string;
  /** True: the recipient decides, so it must be known when the fault strikes. */
  byChannel?: boolean;
}

const KINDS = ['code', 'status', 'hang', 'reset', 'slow', 'delay', 'truncate', 'garbage', 'chain'] as const;
const TIMES = 'a whole number from 1, or "all"';
const MILLISECONDS = 'milliseconds, 0 to 600000';
const STATUS = 'a status from 200 to 599';

/** Making one takes milliseconds. */
const schemas = new WeakMap<FaultRules, ReturnType<typeof schemaOf>>();

/** Throws a TypeError that names each wrong field, its value and what is allowed. */
export function readFault(given: unknown, rules: FaultRules): Fault {
  const schema = schemas.get(rules) ?? schemaOf(rules);
  schemas.set(rules, schema);
  const parsed = schema.safeParse(given);
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
  const allowed = fieldsOf(rules);
  const kinds = KINDS.filter((kind) => kind in allowed);
  return z
    .strictObject(allowed, { error: `the fields are ${Object.keys(allowed).join(', ')}` })
    .superRefine((fault: Fault, context) => {
      const refuse = (message: string, ...path: string[]) =>
        context.addIssue({ code: 'custom', message, path });
      const given = kinds.filter((kind) => fault[kind] !== undefined);
      if (given.length !== 1) refuse(`exactly one of ${kinds.join(', ')}`);
      const early = fault.phase !== undefined && !['rcpt', 'data'].includes(fault.phase);
      if (early && fault.to !== undefined) refuse('recipients are known from the phase rcpt on', 'to');
      if (early && fault.tag !== undefined) refuse('tags are known from the phase rcpt on', 'tag');
      if (early && rules.byChannel) refuse('recipients are known from the phase rcpt on', 'phase');
      if (fault.chain === undefined) return;
      if (fault.to !== undefined) refuse('no recipient is known when certificates are shown', 'to');
      if (fault.tag !== undefined) refuse('no tag is known when certificates are shown', 'tag');
    });
}

function isTimes(value: unknown): boolean {
  return value === 'all' || (Number.isSafeInteger(value) && Number(value) >= 1);
}

function fieldsOf(rules: FaultRules) {
  const code = z.union([z.string(), z.number()], { error: rules.codes }).transform((value, context) => {
    const read = rules.readCode(String(value));
    if (read === null) context.addIssue({ code: 'custom', message: rules.codes });
    return read ?? '';
  });
  const milliseconds = z.number(MILLISECONDS).min(0, MILLISECONDS).max(600_000, MILLISECONDS).optional();
  const yes = z.literal(true, 'true').optional();
  const withCode = { code: code.optional(), text: z.string('text').optional() };
  const common = {
    times: z.custom<number | 'all'>(isTimes, TIMES).optional(),
    to: z.string('a number or an address').min(1, 'a number or an address').optional(),
    tag: z.string('the X-Lab-Tag of a test').min(1, 'the X-Lab-Tag of a test').optional(),
    hang: yes,
    reset: yes,
    delay: milliseconds,
    garbage: yes,
  };
  const http = {
    status: z.int(STATUS).min(200, STATUS).max(599, STATUS).optional(),
    body: z.string('text').optional(),
    accept: z.boolean('true or false').optional(),
    slow: milliseconds,
    truncate: yes,
    chain: z.enum(CHAIN_NAMES, `one of ${CHAIN_NAMES.join(', ')}`).optional(),
  };
  const smtp = { phase: z.enum(SMTP_PHASES, `one of ${SMTP_PHASES.join(', ')}`).optional() };
  switch (rules.protocol) {
    case 'http':
      return { ...common, ...withCode, ...http };
    case 'smtp':
      return { ...common, ...withCode, ...smtp };
    case 'sms':
      return { ...common, ...http };
  }
}
