import { httpChannel } from '../channels/index.ts';
import type { Render } from '../services/calibrate.ts';
import { build, partsOf } from '../services/deliver.ts';
import { createWire } from '../wire/index.ts';

/** The first request that a message becomes, without an emulator around it and without touching any network. */
export function requestRenderer(): Render {
  const wire = createWire({ connectTo: {}, proxy: null, trustedCertificates: [] });
  return async (provider, message) => {
    const route = httpChannel(provider);
    const [part = message] = partsOf(route, message);
    const built = build(route, part);
    if ('failure' in built) return null;
    const { bytes } = await wire.render(built.outgoing);
    return bytes.length === 0 ? null : bytes;
  };
}
