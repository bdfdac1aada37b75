/** Where guests wanted to go when the network device sent them here, by RADIUS session. */
export interface OriginatingUrls {
  note(sessionId: string, url: string): void;
  find(sessionId: string): string | null;
  clear(): void;
}

const MAX_SESSIONS = 10_000;
const MAX_LENGTH = 2_048;

/**
 * ISE: `redirect` on the gateway's URL. Only what the gateway received is ever gone to: a link to a later page with
 * another `redirect` in it leads nowhere. Kept in memory; the oldest is forgotten first.
 */
export function createOriginatingUrls(): OriginatingUrls {
  const urls = new Map<string, string>();
  return {
    note(sessionId, url) {
      const target = webAddress(url);
      if (sessionId === '' || target === null) return;
      urls.delete(sessionId);
      urls.set(sessionId, target);
      for (const key of urls.keys()) {
        if (urls.size <= MAX_SESSIONS) break;
        urls.delete(key);
      }
    },
    find: (sessionId) => urls.get(sessionId) ?? null,
    clear: () => urls.clear(),
  };
}

/** An http or https URL in full, `http://` put before a bare host; null for anything else. */
export function webAddress(text: string): string | null {
  if (text === '' || text.length > MAX_LENGTH) return null;
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) return null;
  const url = new URL(full);
  const plain = url.username === '' && url.password === '';
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
