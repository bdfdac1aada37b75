import assert from 'node:assert/strict';
import { hideSecrets, restoreSecrets } from '../../src/domain/hide-secrets.ts';

const SETTINGS: [string, string][] = [
  [
    'http://u:pw@h.example/x?user=lab&password=s3cret&api_id=1&to=$mobilenumber$&text=',
    'http://u:********@h.example/x?user=lab&password=********&api_id=1&to=$mobilenumber$&text=',
  ],
  ['{"api_key": "k\\"ey", "to":"$mobilenumber$"}', '{"api_key": "********", "to":"$mobilenumber$"}'],
  ['a=1&token=zz', 'a=1&token=********'],
  ['<m><password>xx</password></m>', '<m><password>********</password></m>'],
  [
    'api_id:1\nuser:lab\npassword:s3cret\ntext:$message$',
    'api_id:1\nuser:lab\npassword:********\ntext:$message$',
  ],
];

describe('credentials within a setting', () => {
  for (const [stored, shown] of SETTINGS) {
    it(`hidden in ${shown.split('\n')[0]}, and put back where they were left alone`, () => {
      assert.equal(hideSecrets(stored), shown);
      assert.equal(restoreSecrets(shown, stored), stored);
    });
  }

  it('variables and blanks are no credentials, and neither is what has another name', () => {
    for (const text of ['https://h/?password={{password}}&key=$message$', 'https://h/?from=1&to=2']) {
      assert.equal(hideSecrets(text), text);
    }
  });

  it('put back by their names, in another order, and one that was typed anew stays as typed', () => {
    const stored = 'https://h/?password=one&token=two&password=three';
    assert.equal(
      restoreSecrets('https://other/?token=********&x=1&password=********', stored),
      'https://other/?token=two&x=1&password=one',
    );
    assert.equal(
      restoreSecrets('https://h/?password=mine&token=********', stored),
      'https://h/?password=mine&token=two',
    );
    assert.equal(restoreSecrets('https://h/?secret=********', stored), 'https://h/?secret=********');
  });
});
