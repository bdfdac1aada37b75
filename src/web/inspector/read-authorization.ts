/** How a request said who it comes from; the password stays out. */
export interface Authorization {
  scheme: string;
  /** The user name of Basic authentication. */
  username: string | null;
}

/** Null for a request without `Authorization`. */
export function readAuthorization(value: string): Authorization | null {
  if (value === '') return null;
  const [first = '', second] = value.split(/\s+/, 2);
  if (second === undefined) return { scheme: 'a key without a scheme', username: null };
  if (first.toLowerCase() !== 'basic') return { scheme: first, username: null };
  const [username = ''] = Buffer.from(second, 'base64').toString('utf8').split(':');
  return { scheme: first, username };
}
