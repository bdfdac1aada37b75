import assert from 'node:assert/strict';
import { keepHere } from '../../src/cli/keep-here.ts';
import type { ProvidersFile } from '../../src/config/providers-file.ts';
import { httpProvider, smtpServer } from '../support/providers.ts';

const file = (changes: Partial<ProvidersFile>): ProvidersFile => ({
  providers: [],
  smtpServer: smtpServer({ smtpServer: '' }),
  proxy: null,
  trustedCertificates: ['simulator'],
  connectTo: {},
  ...changes,
});
const to = (url: string, connectTo: Record<string, string> = {}) =>
  keepHere(file({ providers: [httpProvider({ url })], connectTo })).file.connectTo;

describe('what stays on this machine without --live', () => {
  it('a host elsewhere goes to the simulators, whatever connectTo makes of it', () => {
    assert.deepEqual(to('https://A.test/x'), { 'a.test:443': 'simulator' });
    assert.deepEqual(to('http://a.test:8080/x', { '*:8080': 'staging.test:80' }), {
      '*:8080': 'staging.test:80',
      'a.test:8080': 'simulator',
    });
    assert.deepEqual(to('https://[2001:db8::1]/x'), { '[2001:db8::1]:443': 'simulator' });
    assert.deepEqual(to('https://127.0.0.1.evil.test/'), { '127.0.0.1.evil.test:443': 'simulator' });
  });

  it('a local address stays, and one that connectTo leads away from here does not', () => {
    for (const url of ['http://127.0.0.1:1/', 'http://localhost/', 'http://[::1]:1/'])
      assert.deepEqual(to(url), {});
    assert.deepEqual(to('https://a.test/', { 'a.test:443': '127.0.0.1:9' }), { 'a.test:443': '127.0.0.1:9' });
    assert.deepEqual(to('http://127.0.0.1:80/', { '127.0.0.1:80': 'a.test:80' }), {
      '127.0.0.1:80': 'simulator',
    });
    assert.deepEqual(to('https://a.test/', { 'a.test:443': ':9' }), { 'a.test:443': 'simulator' });
  });

  it('the mail server is led here, too; a proxy elsewhere is left out, a local one stays', () => {
    const away = { fqdn: 'proxy.test', port: 3128, userName: '', password: '', bypassHosts: [] };
    const kept = keepHere(
      file({ smtpServer: smtpServer({ smtpServer: 'mail.test', smtpPort: 587 }), proxy: away }),
    );
    assert.deepEqual([kept.file.connectTo, kept.file.proxy], [{ 'mail.test:587': 'simulator' }, null]);
    assert.match(
      kept.notes.join(' '),
      /mail\.test:587 is led to the simulators.*proxy\.test:3128 is left out/,
    );
    const local = { ...away, fqdn: '127.0.0.1' };
    assert.deepEqual(keepHere(file({ proxy: local })).file.proxy, local);
  });
});
