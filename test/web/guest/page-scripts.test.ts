import assert from 'node:assert/strict';
import request from 'supertest';
import { GuestLab } from '../../support/guest.ts';

describe('guest portal: the scripts of its pages', () => {
  it('jQuery is there for customised scripts and for programs that drive the page, from the portal itself', async () => {
    const lab = await GuestLab.open();
    try {
      const script = await request(lab.server).get('/static/jquery.js').expect(200);
      assert.match(script.headers['content-type'] ?? '', /javascript/);
      assert.match(script.text, /jQuery v3/);
    } finally {
      await lab.close();
    }
  });
});
