import assert from 'node:assert/strict';
import { type Account, UNTOUCHED } from '../../src/domain/account.ts';
import {
  credentialEmail,
  credentialPrint,
  credentialSms,
  credentialTexts,
} from '../../src/domain/notification.ts';
import { portalWith } from '../support/guest.ts';

const STAMP = { id: 'm1', date: '2026-07-15T12:00:00.000Z', to: 'x' };

const ACCOUNT: Account = {
  id: 'a1',
  username: 'asmith',
  password: '1234',
  state: 'AWAITING_INITIAL_LOGIN',
  guestType: 'Daily (default)',
  portalId: 'p1',
  fields: { ui_first_name: 'Ann', ui_location: 'San Jose', ui_cpf_text: '99' },
  createdAt: STAMP.date,
  validFrom: STAMP.date,
  validTo: '2026-11-15T12:00:00.000Z',
  ...UNTOUCHED,
  registrationKey: 'k1',
};

function portal(text: string) {
  return portalWith(
    {},
    {
      notifications: {
        sms: { text },
        email: { subject: text, text, html: `<p title="${text}">${text}</p>` },
      },
    },
  );
}

function sms(text: string, changes: Partial<Account> = {}): string {
  return credentialSms({ ...ACCOUNT, ...changes }, portal(text), STAMP).text;
}

describe('credential messages', () => {
  it('variables are replaced, custom fields too, unknown ones stay', () => {
    assert.equal(
      sms(
        '$ui_first_name$ $ui_user_name$ $ui_password$ $ui_cpf_text$ $ui_company$|$ui_nonsense$ $5 $ui_user_name',
      ),
      'Ann asmith 1234 99 |$ui_nonsense$ $5 $ui_user_name',
    );
  });

  it('what a guest typed is never looked at again', () => {
    const fields = { ui_first_name: '$ui_password$', ui_company: "$& $1 $' $$" };
    assert.equal(sms('$ui_first_name$ $ui_company$', { fields }), "$ui_password$ $& $1 $' $$");
  });

  it('names of object properties are no variables', () => {
    assert.equal(sms('$ui_constructor$'), '$ui_constructor$');
  });

  it('times are the location’s, across daylight saving', () => {
    assert.equal(
      sms('$ui_start_date_time$ - $ui_end_date_time$'),
      '07/15/2026 05:00 PDT - 11/15/2026 04:00 PST',
    );
    assert.equal(sms('$ui_start_date_time$', { fields: { ui_location: 'Nowhere' } }), '07/15/2026 12:00 UTC');
  });

  it('an email: plain in the text, escaped in the HTML, one line in the subject', () => {
    const account = { ...ACCOUNT, fields: { ui_first_name: '<b>"A\r\nBcc: x & y' } };
    const email = credentialEmail(account, portal('Hi $ui_first_name$'), STAMP);
    assert.equal(email.text, 'Hi <b>"A\r\nBcc: x & y');
    assert.equal(email.subject, 'Hi <b>"A Bcc: x & y');
    const escaped = 'Hi &lt;b&gt;&quot;A\r\nBcc: x &amp; y';
    assert.equal(email.html, `<p title="${escaped}">${escaped}</p>`);
  });

  it('a print-out has every value escaped', () => {
    const account = { ...ACCOUNT, fields: { ui_first_name: '<img src=x>' } };
    const printed = credentialPrint(
      account,
      portalWith({}, { notifications: { print: { html: '<b>$ui_first_name$</b>' } } }),
    );
    assert.equal(printed, '<b>&lt;img src=x&gt;</b>');
  });

  it('received messages are read by the texts of every language', () => {
    const languages = { de: { sms: { text: 'eins' }, email: { subject: 'b', text: 'zwei' } }, fr: {} };
    const { notifications } = portalWith({}, { notifications: { sms: { text: 'one' }, languages } }).emulator;
    const [sms, email, ...others] = credentialTexts(notifications);
    assert.equal(sms, 'one');
    assert.match(email ?? '', /^Welcome/);
    assert.deepEqual(others, ['eins', 'zwei']);
  });
});
