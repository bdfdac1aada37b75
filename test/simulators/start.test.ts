import assert from 'node:assert/strict';
import { BoundedMap } from '../../src/simulators/bounded-map.ts';
import { ListenError } from '../../src/simulators/index.ts';
import { startLab } from './lab.ts';

describe('starting the simulators', () => {
  for (const listener of ['http', 'https', 'smtp'] as const) {
    it(`a taken ${listener} port: an error that names listener, port and code, and nothing stays open`, async () => {
      const first = await startLab();
      const { port } = first.sim[listener];
      await assert.rejects(startLab({ [`${listener}Port`]: port }), (error: unknown) => {
        assert.ok(error instanceof ListenError);
        assert.deepEqual([error.listener, error.port, error.code], [listener, port, 'EADDRINUSE']);
        return true;
      });
      await first.close();
      // The port of the first is free again, and those of the second, which failed, hold nothing up.
      const again = await startLab({ [`${listener}Port`]: port });
      await again.close();
    });
  }

  it('URLs, authority and credentials for whoever asks', async () => {
    const lab = await startLab({ credentials: { telnyx: { organizationId: 'x', apiKey: 'y' } } });
    const { sim } = lab;
    assert.equal(sim.http.url, `http://127.0.0.1:${sim.http.port}`);
    assert.equal(sim.https.url, `https://127.0.0.1:${sim.https.port}`);
    assert.equal(sim.ca, lab.authority.rootPem + lab.authority.g2Pem);
    assert.equal(sim.credentials.telnyx.apiKey, 'y');
    assert.equal(sim.credentials.clickatell.user, 'lab');
    await lab.close();
  });
});

describe('bounded map', () => {
  it('forgets the oldest entry, and says so', () => {
    const dropped: number[] = [];
    const map = new BoundedMap<string, number>(2, (value) => dropped.push(value));
    for (const [index, name] of ['a', 'b', 'c', 'b'].entries()) map.set(name, index);
    assert.deepEqual([[...map.values()], dropped, map.size, map.get('a')], [[3, 2], [0], 2, undefined]);
  });
});
