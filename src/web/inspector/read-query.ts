import { z } from 'zod';
import type { AccountState } from '../../domain/account.ts';
import { texts } from './texts.ts';

/** A parameter that cannot be used, with what could be. */
export class InvalidParameter extends Error {
  readonly field: string;
  readonly value: unknown;
  readonly allowed: string;

  constructor(field: string, value: unknown, allowed: string) {
    const shown = JSON.stringify(value) ?? texts('inspector_parameter_missing');
    super(texts('inspector_parameter_error', { field, value: shown, allowed }));
    this.name = 'InvalidParameter';
    this.field = field;
    this.value = value;
    this.allowed = allowed;
  }
}

/** A parameter: how it is read, and what it may be, in words. */
interface Parameter<T> {
  schema: z.ZodType<T>;
  allowed: string;
}

const DELIVERY_STATUSES = ['queued', 'sending', 'sent', 'failed'] as const;
const CHANNELS = ['sms', 'email'] as const;
const VERDICTS = ['accepted', 'refused', 'unclear'] as const;
export const ACCOUNT_STATES = [
  'AWAITING_INITIAL_LOGIN',
  'ACTIVE',
  'EXPIRED',
  'PENDING_APPROVAL',
  'DENIED',
  'SUSPENDED',
] as const satisfies AccountState[];

function whole(low: number, high: number): Parameter<number | undefined> {
  const schema = z
    .string()
    .regex(/^\d{1,16}$/)
    .transform(Number)
    .pipe(z.number().min(low).max(high))
    .optional();
  return { schema, allowed: texts('inspector_parameter_whole', { low, high }) };
}

function oneOf<const T extends readonly string[]>(values: T): Parameter<T[number] | undefined> {
  return { schema: z.enum(values).optional(), allowed: values.join(', ') };
}

/** An unescaped + of a query arrives as a blank, and no address has one; a number is compared by its digits. */
const recipient: Parameter<string | undefined> = {
  schema: z
    .string()
    .max(320)
    .transform((to) => (to.includes('@') ? to.trim().replace(/ /g, '+') : to.trim()))
    .refine((to) => to.includes('@') || /\d/.test(to))
    .optional(),
  allowed: texts('inspector_parameter_recipient'),
};

const name: Parameter<string | undefined> = {
  schema: z.string().max(200).optional(),
  allowed: texts('inspector_parameter_text'),
};

/** A day, or a time of one in minutes or finer; in UTC unless it says otherwise, as all times of the lab are. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** What a moment leaves open is filled up from `rest`: with zeros for its beginning, with nines for its end. */
function moment(rest: string): Parameter<string | undefined> {
  const schema = z
    .string()
    // A + of a query arrives as a blank.
    .transform((text) =>
      text
        .trim()
        .replace(/ (?=\d\d:\d\d$)(?<=:.*)/, '+')
        .replace(' ', 'T'),
    )
    .refine((text) => MOMENT.test(text))
    .transform((text) => {
      const zone = MOMENT.exec(text)?.[1] ?? '';
      const local = zone === '' ? text : text.slice(0, -zone.length);
      const whole = Date.parse(`${local}${rest.slice(local.length)}${zone || 'Z'}`);
      return Number.isNaN(whole) ? '' : new Date(whole).toISOString();
    })
    .refine((text) => text !== '')
    .optional();
  return { schema, allowed: texts('inspector_parameter_moment') };
}

export const PARAMETERS = {
  q: name,
  since: moment('0000-00-00T00:00:00.000'),
  until: moment('0000-00-00T23:59:59.999'),
  before: whole(0, Number.MAX_SAFE_INTEGER),
  verdict: oneOf(VERDICTS),
  state: oneOf(ACCOUNT_STATES),
  to: recipient,
  provider: name,
  status: oneOf(DELIVERY_STATUSES),
  channel: oneOf(CHANNELS),
  after: name,
  tag: name,
  texts: oneOf(['keep', 'mask']),
  replace: oneOf(['0', '1']),
  text: name,
  forMs: whole(0, 120_000),
  limit: whole(1, 1000),
  offset: whole(0, 999_999_999),
  timeoutMs: whole(0, 120_000),
  attempt: whole(1, 1_000_000),
  exchange: whole(1, 1_000_000),
  part: oneOf(['request', 'response']),
};

type Parameters = typeof PARAMETERS;
export type ParameterName = keyof Parameters;
export type Query<N extends ParameterName> = { [K in N]: z.infer<Parameters[K]['schema']> };

/**
 * Reads the named parameters of a query; an empty one counts as absent, as forms send it. A misspelt name would
 * silently find too much, so `strict` refuses unknown ones. Throws `InvalidParameter`.
 */
export function readQuery<N extends ParameterName>(
  query: Record<string, unknown>,
  names: readonly N[],
  { strict }: { strict: boolean } = { strict: false },
): Query<N> {
  const unknown = Object.keys(query).find((key) => !(names as readonly string[]).includes(key));
  if (strict && unknown !== undefined) {
    throw new InvalidParameter(
      unknown,
      query[unknown],
      texts('inspector_parameter_unknown', { names: names.join(', ') }),
    );
  }
  const entries = names.map((key) => {
    const { schema, allowed } = PARAMETERS[key];
    const value = query[key] === '' ? undefined : query[key];
    const result = schema.safeParse(value);
    if (!result.success) throw new InvalidParameter(key, value, allowed);
    return [key, result.data];
  });
  return Object.fromEntries(entries) as Query<N>;
}
