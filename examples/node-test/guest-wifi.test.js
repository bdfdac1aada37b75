import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createEmulator } from 'ise-guest-emulator';

let ise;
before(async () => {
  ise = await createEmulator({ clock: new Date('2026-03-01T10:00:00Z'), random: 'the same every time' });
});
after(() => ise.close());

/** Registers over real HTTP, as a phone would; keeps the cookies, and names its test. */
async function register(tag, fields) {
  const headers = { 'X-Lab-Tag': tag };
  const cookies = new Map();
  const ask = async (address, form) => {
    const answer = await fetch(new URL(address, ise.urls.http), {
      headers,
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const [name, value] of answer.headers.getSetCookie().map((one) => one.split(/[=;]/))) cookies.set(name, value);
    headers.Cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const page = await answer.text();
    assert.equal(answer.status, 200, page);
    return { token: /name="token" value="([^"]+)"/.exec(page)?.[1] };
  };
  const login = await ask(ise.portal.url);
  const form = await ask('/portal/SelfRegistration.action?from=LOGIN', { token: login.token });
  await ask('/portal/CreateAccount.action?from=SELF_REGISTRATION', {
    token: form.token,
    ...Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [`guestUser.fieldValues.ui_${name}`, value]),
    ),
  });
}

test('the mail carries the user name and the password', async () => {
  await register('mail', { first_name: 'Jane', phone_number: '+15556661212', email_address: 'jane@example.org' });
  const mail = await ise.inbox.waitFor({ tag: 'mail', channel: 'email', text: /password/i });
  const { items } = await ise.accounts.list({ limit: 1, offset: 0 });
  assert.deepEqual([mail.username, mail.password], [items[0].username, items[0].password]);
});

test('a mailbox that refuses gets no mail', async () => {
  ise.faults.script({ channel: 'email', code: 550, text: 'No such user', to: 'gone@example.org' });
  await register('gone', { first_name: 'Jim', phone_number: '+15556661212', email_address: 'gone@example.org' });
  await ise.inbox.expectNone({ tag: 'gone', channel: 'email' });
  assert.equal(ise.faults.timeline().at(-1).what, 'hit');
});
