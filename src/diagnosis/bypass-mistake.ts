import { isBypassed } from '../domain/bypassed.ts';

export interface BypassMistake {
  entry: string;
  why: string;
  /** What would do. */
  better: string;
}

/** The entry of a bypass list that was meant for the host and does not reach it; null when none looks like it. */
export function bypassMistake(host: string, bypassHosts: string[]): BypassMistake | null {
  if (isBypassed(host, bypassHosts)) return null;
  for (const entry of bypassHosts) {
    const found = mistakeOf(entry.trim().toLowerCase(), host.toLowerCase());
    if (found !== null) return { entry, ...found };
  }
  return null;
}

function mistakeOf(entry: string, host: string): Omit<BypassMistake, 'entry'> | null {
  const bare = entry
    .replace(/^["']|["']$/g, '')
    .replace(/^\w+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '');
  const covered = bare !== entry && isBypassed(host, [bare]);
  if (covered && /^\w+:\/\//.test(entry)) return { why: 'it begins with a scheme', better: bare };
  if (covered && /:\d+$/.test(entry)) return { why: 'it carries a port', better: bare };
  if (covered && /[/?#]/.test(entry)) return { why: 'it carries a path', better: bare };
  if (covered) return { why: 'it stands in quotes', better: bare };
  const parts = entry.split(/[\s;|]+/).filter((part) => part !== '');
  if (parts.length > 1 && parts.some((part) => isBypassed(host, [part]))) {
    return { why: 'entries are separated by commas', better: parts.join(', ') };
  }
  if (bare.startsWith('*.') && bare.slice(2) === host) {
    return { why: '"*." covers subdomains only', better: host };
  }
  if (bare.includes('*') && fits(bare, host)) {
    return { why: 'a "*" is understood only as "*." in front', better: host };
  }
  if (bare.includes('.') && host.endsWith(`.${bare}`)) {
    return { why: 'a domain without "*." covers no subdomains', better: `*.${bare}` };
  }
  if (host.includes('.') && bare.endsWith(`.${host}`)) {
    return { why: 'it is a subdomain of that host', better: host };
  }
  return null;
}

function fits(pattern: string, host: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(host);
}
