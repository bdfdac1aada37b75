import type { Request } from 'express';
import type { FilledForm } from '../../domain/registration.ts';

const PREFIX = 'guestUser.fieldValues.';

/** A posted text; of a name that came twice, the first one. Empty when absent. */
export function posted(request: Request, name: string): string {
  const body: Record<string, unknown> = request.body ?? {};
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? one : '';
}

/** ISE: `aupAccepted=true`; SEEN: clients tick the box whatever its value. */
export function aupAccepted(request: Request): boolean {
  const value = posted(request, 'aupAccepted');
  return value !== '' && value !== 'false';
}

/** The registration form. Fields nobody asked for are no error. */
export function filledForm(request: Request): FilledForm {
  const body: Record<string, unknown> = request.body ?? {};
  const fields = Object.keys(body)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => [name.slice(PREFIX.length), posted(request, name)] as const);
  return {
    // Own properties only, whatever the names say.
    fields: Object.fromEntries(fields),
    accessCode: posted(request, 'guestUser.accessCode'),
    aupAccepted: aupAccepted(request),
  };
}

/** The last value of a query parameter that is not empty: SEEN, `action&portal=…&action=cwa` in redirects. */
export function query(request: Request, name: string): string {
  const start = request.url.indexOf('?');
  if (start < 0) return '';
  const values = new URLSearchParams(request.url.slice(start + 1)).getAll(name);
  return values.findLast((value) => value !== '') ?? '';
}
