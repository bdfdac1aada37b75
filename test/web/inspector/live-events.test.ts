import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createEvents, type Events } from '../../../src/domain/events.ts';
import { type Lab, startLab } from './lab.ts';

describe('inspector live events', () => {
  const listeners = new Set<unknown>();
  const inner = createEvents();
  let changed: () => void = () => undefined;
  const events: Events = {
    publish: inner.publish,
    subscribe(listener) {
      const end = inner.subscribe(listener);
      listeners.add(listener);
      changed();
      return () => {
        listeners.delete(listener);
        end();
        changed();
      };
    },
  };
  let lab: Lab;
  let server: Server;

  beforeEach(async () => {
    lab = await startLab({ events });
    server = createServer(lab.app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await lab.close();
  });

  function listenersChange(): Promise<void> {
    return new Promise((resolve) => {
      changed = resolve;
    });
  }

  it('an event reaches the page by name and id, and a page that is left stops listening', async () => {
    const subscribed = listenersChange();
    const client = get({ port: (server.address() as AddressInfo).port, path: '/lab/events' });
    const [response] = (await once(client, 'response')) as [IncomingMessage];
    assert.match(response.headers['content-type'] ?? '', /^text\/event-stream/);
    await subscribed;
    events.publish({ type: 'delivery', id: 'delivery-7' });
    events.publish({ type: 'reset' });
    let text = '';
    for await (const chunk of response.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      text += chunk;
      if (text.includes('event:reset') && text.endsWith('\n\n')) break;
    }
    assert.match(
      text.replaceAll(': ', ':'),
      /event:delivery\n(?:id:?.*\n)?data:\{"type":"delivery","id":"delivery-7"\}\n/,
    );
    const left = listenersChange();
    client.destroy();
    await left;
    assert.equal(listeners.size, 0);
  });
});
