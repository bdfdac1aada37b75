import assert from 'node:assert/strict';
import { secretsOfProvider } from '../../src/domain/provider-secrets.ts';

describe('secrets of a provider', () => {
  const cases: [string, { url?: string; data?: string; httpsPassword?: string }, string[]][] = [
    ['the HTTPS password', { httpsPassword: 'p&ss word' }, ['p&ss word']],
    [
      'in the URL, decoded, without names that are no secrets',
      { url: 'http://h/send?user=lab&password=lab%2Dpassw%C3%B6rd&api_id=3591672&to=$mobilenumber$&text=' },
      ['lab-passwörd'],
    ],
    ['in a form', { data: 'to=$mobilenumber$&api_key=abc12345&text=$message$' }, ['abc12345']],
    ['in JSON', { data: '{"auth_token": "a\\"b12345", "text": "$message$"}' }, ['a"b12345']],
    ['in XML', { data: '<s:sms><s:password type="x">abc12345</s:password></s:sms>' }, ['abc12345']],
    ['no variable', { url: 'http://h/?token=$message$' }, []],
    ['no percent sequence', { url: 'http://h/?token=100%25%zz' }, ['100%25%zz']],
  ];
  for (const [what, fields, expected] of cases) {
    it(what, () => {
      const provider = { url: 'http://h/', data: '', httpsPassword: '', ...fields };
      assert.deepEqual(secretsOfProvider(provider), expected);
    });
  }
});
