import assert from 'node:assert/strict';
import { createCredentialReader } from '../../src/domain/credentials.ts';

const SHIPPED = 'Your account details: Username: $ui_user_name$ Password: $ui_password$';

function read(text: string, ...templates: string[]) {
  return createCredentialReader(templates)(text);
}

describe('credentials', () => {
  it('are read where the template has its variables', () => {
    const template =
      'Hi $ui_first_name$, sign in as $ui_user_name$ using $ui_password$ until $ui_end_date_time$.';
    assert.deepEqual(read('Hi Ann Lee, sign in as alee using x:y;z until tonight.', template), {
      username: 'alee',
      password: 'x:y;z',
    });
  });

  it('keep punctuation that belongs to the password when the template says where it ends', () => {
    assert.deepEqual(
      read('Username: bob Password: a.b.', 'Username: $ui_user_name$ Password: $ui_password$'),
      {
        username: 'bob',
        password: 'a.b.',
      },
    );
    assert.deepEqual(
      read('Username: bob Password: a.b.', 'Username: $ui_user_name$ Password: $ui_password$.'),
      {
        username: 'bob',
        password: 'a.b',
      },
    );
  });

  it('are found when a gateway put a text in front and folded the line', () => {
    const text = 'Sent from your trial account - Your account details:\r\nUsername: jdoe\r\nPassword: p+&%"w';
    assert.deepEqual(read(text, SHIPPED), { username: 'jdoe', password: 'p+&%"w' });
  });

  it('are found with a template full of characters that mean something to a pattern', () => {
    const template = '[WiFi] (free*) ^$ui_user_name$ | {$ui_password$} + $5?';
    assert.deepEqual(read('[WiFi] (free*) ^bob | {pw} + $5?', template), { username: 'bob', password: 'pw' });
  });

  it('follow the template when the password comes first, and when the user name comes twice', () => {
    const template = '$ui_password$ opens the door for $ui_user_name$. Bye $ui_user_name$';
    assert.deepEqual(read('abc opens the door for bob. Bye bob', template), {
      username: 'bob',
      password: 'abc',
    });
  });

  it('of a text of others are found by common labels', () => {
    assert.deepEqual(read('Login: bob\nPIN: 1234'), { username: 'bob', password: '1234' });
    assert.deepEqual(read('Your user name: bob, your password = 12!34.', SHIPPED), {
      username: 'bob',
      password: '12!34',
    });
  });

  it('are null when only one of the two is there', () => {
    assert.equal(read('Username: bob', SHIPPED), null);
    assert.equal(read('Your code is 1234', 'Your code is $ui_password$'), null);
  });

  it('take no time over a text made to be slow', () => {
    const names = Array.from({ length: 8 }, (_, n) => `$ui_field_${n}$`).join(' ');
    const reader = createCredentialReader([`${names} $ui_user_name$ / $ui_password$ end`]);
    const started = performance.now();
    reader('a '.repeat(50_000));
    assert.ok(performance.now() - started < 1000);
  });
});
