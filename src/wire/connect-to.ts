import { type Endpoint, parseEndpoint } from './endpoint.ts';

export type ConnectTo = (target: Endpoint) => Endpoint | null;

/**
 * Where a target is really reached, like curl's `--connect-to`: `host:port` → `host:port`. The key `:443` or `*:443`
 * stands for any host, after those that name one; an empty host in the value keeps the target's own. Null leaves the
 * target alone. Throws for an entry that is no `host:port`, naming it.
 */
export function createConnectTo(entries: Record<string, string>): ConnectTo {
  const exact = new Map<string, Endpoint>();
  const anyHost = new Map<number, Endpoint>();
  for (const [from, to] of Object.entries(entries)) {
    const source = parseEndpoint(from);
    const destination = parseEndpoint(to);
    if (source === null || destination === null) {
      throw new Error(`connectTo: "${from}": "${to}" must map host:port to host:port`);
    }
    if (source.host === '' || source.host === '*') anyHost.set(source.port, destination);
    else exact.set(keyOf(source), destination);
  }
  return (target) => {
    const found = exact.get(keyOf(target)) ?? anyHost.get(target.port);
    if (found === undefined) return null;
    return { host: found.host || target.host, port: found.port };
  };
}

function keyOf({ host, port }: Endpoint): string {
  return `${host.toLowerCase()}|${port}`;
}
