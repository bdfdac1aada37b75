const MAX_LENGTH = 2_048;

/** An http or https URL in full, `http://` put before a bare host; null for anything else. */
export function webAddress(text: string): string | null {
  if (text === '' || text.length > MAX_LENGTH) return null;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  const plain = url.username === '' && url.password === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
