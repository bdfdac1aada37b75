import { z } from 'zod';

/**
 * Building blocks of the configuration schemas. Each carries, as its error, what is allowed; so a mistake can be
 * reported as "path is value; it must be allowed".
 */
export function text(allowed = 'a text') {
  return z.string({ error: allowed });
}

export function filledText(allowed = 'a text that is not empty') {
  return z.string({ error: allowed }).min(1, { error: allowed });
}

export function flag() {
  return z.boolean({ error: 'true or false' });
}

/** ERS writes some numbers as texts (`"25"`); both are taken. */
export function wholeNumber(from: number, to: number) {
  const allowed = `a whole number from ${from} to ${to}`;
  return z
    .union(
      [
        z.int({ error: allowed }),
        z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number),
      ],
      { error: allowed },
    )
    .refine((value) => value >= from && value <= to, { error: allowed });
}

export const port = () => wholeNumber(1, 65535);

export function choice<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, { error: `one of ${values.join(', ')}` });
}

/** An object whose members are known; any other member is a mistake that lists them. */
export function record<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `left out; known here: ${Object.keys(shape).join(', ')}`
        : 'an object',
  });
}

export const SECRET_ALLOWED = 'a text, or {"env": "NAME"} naming an environment variable that is set';

/** A text, or the name of an environment variable that holds it; `env` is what the variables are. */
export function secretText(env: Record<string, string | undefined>) {
  return z.union(
    [
      z.string(),
      z
        .strictObject({
          env: z.string().min(1).describe('Name of the environment variable that holds the value.'),
        })
        .refine((reference) => env[reference.env] !== undefined)
        .transform((reference) => env[reference.env] ?? ''),
    ],
    { error: SECRET_ALLOWED },
  );
}
