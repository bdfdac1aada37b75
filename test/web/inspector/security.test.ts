import assert from 'node:assert/strict';
import request from 'supertest';
import { type Lab, startLab } from './lab.ts';

describe('inspector security', () => {
  let lab: Lab;

  beforeEach(async () => {
    lab = await startLab({ hosts: ['lab.example'] });
  });

  afterEach(() => lab.close());

  it('a request by a foreign host name is refused, as DNS rebinding makes them', async () => {
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.nip.io:8080',
      'evil.example:8080',
      '',
    ]) {
      for (const path of ['/lab', '/lab/api/deliveries', '/lab/events', '/lab/api/info']) {
        const answer = await request(lab.app).get(path).set('Host', host);
        assert.equal(answer.status, 403, host);
        assert.match(answer.text, /localhost, 127\.0\.0\.1/);
      }
    }
  });

  it('loopback names with any port, and the configured host, are welcome', async () => {
    for (const host of [
      'localhost',
      'LOCALHOST:8080',
      '127.0.0.1:1',
      '[::1]',
      '[::1]:8080',
      'lab.example:8080',
    ]) {
      await request(lab.app).get('/lab/api/info').set('Host', host).expect(200);
    }
  });

  it('a post from a page of another site is refused, and nothing happens', async () => {
    await lab.receive();
    const refused: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost:3000' },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
      { Origin: 'http://localhost:9' },
    ];
    for (const headers of refused) {
      for (const path of ['/lab/reset', '/lab/api/reset', '/lab/deliveries/x/send-again']) {
        await request(lab.app).post(path).set('Host', 'localhost:8080').set(headers).expect(403);
      }
    }
    assert.equal((await lab.stores.received.listMessages({ limit: 1 })).total, 1);
  });

  it('a post from the lab itself is welcome', async () => {
    const welcome: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'http://localhost:8080' },
      {},
    ];
    for (const headers of welcome) {
      await request(lab.app).post('/lab/api/reset').set('Host', 'localhost:8080').set(headers).expect(200);
    }
  });

  it('answers are kept by no cache, and posts will tell their origin', async () => {
    const answer = await request(lab.app).get('/lab').expect(200);
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.equal(answer.headers['referrer-policy'], 'same-origin');
  });
});
