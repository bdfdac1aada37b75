/** Where a socket goes. IPv6 addresses stand without brackets. */
export interface Endpoint {
  host: string;
  port: number;
}

/** `host:port`, with brackets around an IPv6 address. */
export function endpointText({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Reads `host:port`, `[::1]:port` or `:port` (an empty host); null when it is none of them. */
export function parseEndpoint(text: string): Endpoint | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]*)):(\d{1,5})$/i.exec(text.trim());
  const port = Number(match?.[3]);
  if (match === null || port > 65535) return null;
  return { host: match[1] ?? match[2] ?? '', port };
}
