import assert from 'node:assert/strict';
import request from 'supertest';
import { closeEmulators, startEmulator } from '../support/emulators.ts';
import { Page } from '../support/page.ts';

describe('error pages', () => {
  afterEach(closeEmulators);

  it('have a title that says what happened, once, and a sentence; of the portal, of its sponsors, of nobody', async () => {
    const { app, portal } = await startEmulator();
    for (const [address, title] of [
      ['/portal/Nowhere.action', 'Error'],
      [`/portal/PortalSetup.action?portal=${portal.id.replace(/.$/, 'x')}`, 'Error'],
      ['/sponsorportal/Nowhere.action', 'Error: This did not work'],
      ['/nowhere', 'This did not work (404)'],
    ] as const) {
      const answer = await request(app).get(address).set('Accept', 'text/html').expect(404);
      const page = new Page(answer.text);
      assert.equal(page.title, title, address);
      assert.equal(page.heading, 'This did not work', address);
      const alert = page.one(({ attributes }) => attributes.role === 'alert', 'an alert');
      assert.match(alert.text, /\w+ .*\.$/, address);
    }
  });
});
