import type { Request } from 'express';
import type { FormValues } from './form.ts';

/** The fields of a posted form; of a name that came twice, the first. */
export function postedValues(request: Request): FormValues {
  const body: Record<string, unknown> = request.body ?? {};
  const entries = Object.entries(body).flatMap(([name, value]) => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    return typeof one === 'string' ? [[name, one] as const] : [];
  });
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}
