/**
 * Whether a host is reached without the proxy. An entry is a host name, `*.domain` (its subdomains), `.domain` (the
 * same and the domain itself) or `*`; upper and lower case are one.
 * ISE: a comma list; which patterns it knows beside host names is a GUESS.
 */
export function isBypassed(host: string, bypassHosts: string[]): boolean {
  const wanted = host.toLowerCase();
  return bypassHosts
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.startsWith('*.')) return wanted.endsWith(entry.slice(1));
      if (entry.startsWith('.')) return wanted.endsWith(entry) || wanted === entry.slice(1);
      return entry === wanted;
    });
}
