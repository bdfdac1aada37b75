import assert from 'node:assert/strict';
import request from 'supertest';
import { anAccount } from '../../storage/builders.ts';
import { portalWith } from '../../support/guest.ts';
import { Page } from '../../support/page.ts';
import { type Lab, startLab } from './lab.ts';

describe('inspector: templates', () => {
  let lab: Lab;

  afterEach(() => lab.close());

  async function open(path = ''): Promise<Page> {
    const answer = await request(lab.app).get(`/lab/templates${path}`).set('Accept', 'text/html').expect(200);
    return new Page(answer.text);
  }

  it('without accounts, every text is shown as an example guest would get it', async () => {
    lab = await startLab();
    const page = await open();
    assert.match(page.text, /example guest/);
    for (const path of [
      'sms.text',
      'email.subject',
      'email.text',
      'email.html',
      'approval.email.html',
      'print.html',
    ]) {
      assert.ok(page.byId(`template-${path.replaceAll('.', '-')}`), path);
    }
    const sms = page.byId('template-sms-text');
    assert.match(sms?.text ?? '', /Username: jdoe Password: 4711/);
    assert.match(sms?.text ?? '', /1 segment in GSM-7, 51 characters/);
  });

  it('the newest guest fills them: HTML escaped, a subject on one line, a name like a variable harmless', async () => {
    lab = await startLab({
      portal: portalWith(
        {},
        {
          notifications: {
            sms: { text: 'Hi $ui_first_name$ $ui_nonsense$ 😀 ó' },
            email: { subject: 'For\n$ui_company$', html: '<b>$ui_company$</b>' },
          },
        },
      ),
    });
    const account = anAccount({
      fields: { ui_first_name: '$ui_password$', ui_company: '<script>alert(1)</script>\r\nBcc: x@y.example' },
    });
    await lab.stores.accounts.create(account, []);
    const page = await open();
    const sms = page.byId('template-sms-text')?.text ?? '';
    assert.match(sms, /Hi \$ui_password\$ \$ui_nonsense\$ 😀 ó/);
    assert.match(sms, /Unknown variable \$ui_nonsense\$/);
    assert.match(sms, /in UCS-2.*Not in GSM-7: 😀 ó/);
    assert.match(
      page.byId('template-email-subject')?.text ?? '',
      /For <script>alert\(1\)<\/script> Bcc: x@y.example/,
    );

    const frame = await request(lab.app).get('/lab/templates/email.html/html').expect(200);
    assert.ok(frame.text.startsWith('<b>&lt;script&gt;alert(1)'));
    assert.match(frame.headers['content-security-policy'] ?? '', /^sandbox; default-src 'none'/);

    const json = await request(lab.app).get('/lab/templates').set('Accept', 'application/json').expect(200);
    assert.equal(json.body.account.username, account.username);
    assert.deepEqual(json.body.parts[0].sms.forcing, ['😀', 'ó']);
  });

  it('the mail to the approver has its two links, as text and as HTML', async () => {
    lab = await startLab();
    const page = await open();
    assert.match(
      page.byId('template-approval-email-text')?.text ?? '',
      /Deny: https:\/\/\S+action=deny&link=example/,
    );
    const frame = await request(lab.app).get('/lab/templates/approval.email.html/html').expect(200);
    assert.match(frame.text, /<a href="https:\S+action=approve&amp;link=example">Approve<\/a>/);
    const json = await request(lab.app).get('/lab/templates').set('Accept', 'application/json').expect(200);
    const rendered = json.body.parts.map((part: { rendered: string }) => part.rendered).join('\n');
    assert.doesNotMatch(rendered, /\$ui_(approve|deny)_link\$/);
  });

  it('messages of other languages are previewed too: unknown variables named, segments counted', async () => {
    const languages = {
      de: {
        sms: { text: `${'Grüße '.repeat(30)}$ui_passwort$` },
        approval: { email: { subject: 'Gast', text: 'Ja: $ui_approve_link$', html: '' } },
      },
    };
    lab = await startLab({ portal: portalWith({}, { notifications: { languages } }) });
    const page = await open();
    const sms = page.byId('template-languages-de-sms-text')?.text ?? '';
    assert.match(sms, /Unknown variable \$ui_passwort\$/);
    assert.match(sms, /2 segments in GSM-7, 19\d characters/);
    const approval = page.byId('template-languages-de-approval-email-text')?.text ?? '';
    assert.match(approval, /Ja: https:\/\/\S+action=approve/);
    assert.doesNotMatch(approval, /Unknown/);
  });

  it('an unknown template is not found', async () => {
    lab = await startLab();
    await request(lab.app).get('/lab/templates/sms.text/html').expect(404);
  });
});
