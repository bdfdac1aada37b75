import type { HttpOutgoing, Reply } from '../domain/channel.ts';
import type { LabAuthority } from '../simulators/index.ts';
import { createWire } from '../wire/index.ts';
import type { SimulatorAddresses } from './resolve-connect-to.ts';

/** On a request that is to be answered by the simulator itself, whatever is recorded. */
export const NO_REPLAY = 'x-lab-replay';

/** What the simulators answer to a request, wherever its provider is led otherwise. Null without an answer. */
export async function askSimulator(
  outgoing: HttpOutgoing,
  { authority, simulators }: { authority: LabAuthority; simulators: SimulatorAddresses },
): Promise<Extract<Reply, { protocol: 'http' }> | null> {
  const secure = /^https:/i.test(outgoing.url);
  const port = /^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(outgoing.url)?.[1] ?? (secure ? '443' : '80');
  const wire = createWire({
    connectTo: { [`:${port}`]: secure ? simulators.https : simulators.http },
    proxy: null,
    trustedCertificates: [authority.rootPem, authority.g2Pem],
  });
  try {
    // The tag keeps it out of the mail of tests.
    const own: [string, string][] = [
      [NO_REPLAY, 'off'],
      ['X-Lab-Tag', 'recordings'],
    ];
    const asked = { ...outgoing, headers: [...outgoing.headers, ...own] };
    const { reply } = await wire.send(asked, { provider: 'recordings', onTransmit: async () => {} });
    return reply?.protocol === 'http' ? reply : null;
  } finally {
    await wire.close();
  }
}
