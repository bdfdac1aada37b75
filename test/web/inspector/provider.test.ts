import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SHIPPED } from '../../../src/config/shipped.ts';
import {
  closeEmulators,
  register,
  shippedProviders,
  smsDelivery,
  startEmulator,
} from '../../support/emulators.ts';
import { Browser } from '../../support/guest.ts';
import { filledForm, labPage, type OwnProviders, startWithOwnProviders } from '../../support/lab-pages.ts';
import type { Form } from '../../support/page.ts';

const TWILIO = '/lab/providers/Twilio';

describe('inspector: the page of a provider', () => {
  let own: OwnProviders;
  beforeEach(async () => {
    own = await startWithOwnProviders();
  });
  afterEach(async () => {
    await closeEmulators();
    own.remove();
  });

  const open = (address: string) => labPage(own.emulator, address);
  const send = (form: Form, action: string) => labPage(own.emulator, form.action, { ...form.values, action });
  const editor = async (address: string) => filledForm((await open(address)).page, 'Send a test');
  const inFile = (name: string) =>
    JSON.parse(readFileSync(own.file, 'utf8')).providers.find((row: { name: string }) => row.name === name);

  it('list: every row with kind, channel and why, and the worst that would happen', async () => {
    const form = await editor(TWILIO);
    await send(form.fill('URL', 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json'), 'save');
    const { page } = await open('/lab/providers');
    for (const { name } of shippedProviders().providers) assert.ok(page.text.includes(name), name);
    const row = page.one(({ tag, text }) => tag === 'tr' && text.startsWith('Twilio'), 'a row for Twilio');
    assert.match(
      row.text,
      /SMS HTTP API http-post-form ?POST, Data is exactly \$message\$.* Will fail\. .*From/,
    );
    const gateway = page.one(
      ({ tag, text }) => tag === 'tr' && text.startsWith('SMS Email Gateway'),
      'a row',
    );
    assert.match(gateway.text, /sms-email-gateway ?.*Nothing wrong was found/);
    assert.match(page.text, /smtp\.example\.com:25/);
  });

  it('list: a row that describes no provider says so, and the others are shown', async () => {
    const json = shippedProviders({}, { Telnyx: { httpsPort: 0 } });
    writeFileSync(own.file, JSON.stringify(json));
    const { page } = await open('/lab/providers');
    assert.match(page.text, /Telnyx .*Cannot be used\. ?httpsPort: This is 0; it must be a whole number/);
  });

  it('show: the bytes of what is typed, exactly as a socket then gets them, and nothing is kept', async () => {
    const form = await editor(TWILIO);
    form.fill('Phone number', '+44 7700 900000').fill('Message', 'Tea & cake\nfor $ui_first_name$');
    const { page } = await send(form, 'show');
    const [bytes] = page.all(
      ({ tag, attributes }) => tag === 'pre' && /^Bytes/.test(attributes['aria-label'] ?? ''),
    );
    assert.match(
      bytes?.rawText ?? '',
      /To=%2B447700900000&From=%2B17752874976&Body=Tea\+%26\+cake%0Afor\+Jane/,
    );
    assert.match(bytes?.rawText ?? '', /Authorization: Basic \*{8}CR LF/);
    assert.match(page.text, /1 segment in GSM-7, 19 characters/);
    assert.equal(filledForm(page, 'Send a test').values.text, 'Tea & cake\nfor $ui_first_name$');
    assert.equal((await own.emulator.deliveries.list({ limit: 1 })).total, 0);
  });

  it('show: the diagnosis is of what is typed', async () => {
    const form = (await editor(TWILIO)).fill('Data', '{"to": "$mobilnumber$"}');
    const { page } = await send(form, 'show');
    assert.match(page.text, /\$mobilnumber\$/);
    assert.match(page.byId('preview-findings')?.text ?? '', /mobilnumber.*What to do:/);
  });

  it('a stored secret never reaches the page, also of a copy, and is kept when its field is left alone', async () => {
    for (const address of [TWILIO, '/lab/providers/Global%20Default', '/lab/new-provider?like=Twilio']) {
      const { page } = await open(address);
      assert.doesNotMatch(page.html, /1ab0000000000000000000000000ab1e|lab-password/);
    }
    const classic = await editor('/lab/providers/Global%20Default');
    classic.fill('URL', (classic.values.url ?? '').replace('MO=0', 'MO=1'));
    assert.equal((await send(classic, 'save')).status, 303);
    assert.match(inFile('Global Default').url, /password=lab-password&.*MO=1/);
    const wrong = await editor('/lab/providers/Global%20Default');
    wrong.fill('URL', (wrong.values.url ?? '').replace('http:', 'ftp:'));
    const { page } = await send(wrong, 'save');
    assert.match(page.text, /This is "ftp:.*password=\*{8}&/);
    assert.doesNotMatch(page.html, /lab-password/);
    const copy = (await editor('/lab/new-provider?like=Twilio')).fill('Name', 'Twilio 2');
    assert.equal((await send(copy, 'save')).location, '/lab/providers/Twilio%202?saved=1');
    assert.deepEqual(inFile('Twilio 2'), { ...inFile('Twilio'), name: 'Twilio 2' });
    const without = (await editor(TWILIO)).set('forgetPassword', 'on');
    await send(without, 'save');
    assert.equal(inFile('Twilio').httpsPassword, '');
  });

  it('a reference to the environment is shown as such, kept, and can be typed', async () => {
    own.remove();
    own = await startWithOwnProviders(
      JSON.stringify(shippedProviders({}, { Twilio: { httpsPassword: { env: 'TOKEN' } } })),
      { env: { TOKEN: 'from-the-environment', KEY: 'key' } },
    );
    const { page } = await open(TWILIO);
    assert.match(page.text, /It comes from the environment: \{"env": "TOKEN"\}/);
    const form = filledForm(page, 'Send a test').fill('HTTPS Username', '{"env": "KEY"}');
    assert.equal((await send(form, 'save')).status, 303);
    assert.deepEqual(
      [inFile('Twilio').httpsPassword, inFile('Twilio').httpsUsername],
      [{ env: 'TOKEN' }, { env: 'KEY' }],
    );
    writeFileSync(
      own.file,
      JSON.stringify(shippedProviders({}, { Twilio: { httpsPassword: { env: 'GONE' } } })),
    );
    assert.match(
      (await open(TWILIO)).page.byId('field-httpsPassword-problem')?.text ?? '',
      /\{"env":"GONE"\}; it must be .*variable that is set/,
    );
    writeFileSync(own.file, JSON.stringify(shippedProviders()));
    const unset = (await editor(TWILIO)).fill('HTTPS Username', '{"env": "NOT_SET"}');
    const refused = await send(unset, 'save');
    assert.equal(refused.status, 400);
    assert.match(
      refused.page.byId('field-httpsUsername-problem')?.text ?? '',
      /NOT_SET.*must be .*variable that is set/,
    );
  });

  it('save: only the member that changed is written, and used at once', async () => {
    const before = readFileSync(own.file, 'utf8');
    const form = (await editor(TWILIO)).fill('URL', 'http://127.0.0.1:1/send');
    const { location } = await send(form, 'save');
    assert.match((await open(location)).page.text, /Saved in .*providers\.json, and used from now on/);
    const url = shippedProviders().providers.find(({ name }) => name === 'Twilio')?.url;
    assert.equal(readFileSync(own.file, 'utf8'), before.replace(String(url), 'http://127.0.0.1:1/send'));
    await register(own.emulator, { provider: 'Twilio' });
    const { attempt } = await smsDelivery(own.emulator);
    assert.match(attempt?.failure?.message ?? '', /127\.0\.0\.1.*1\b/);
  });

  it('save: a guest can choose a new provider at once, a renamed one by its new name, a removed one no more', async () => {
    const offered = async () => {
      const browser = new Browser(own.emulator.app, own.emulator.portal.id);
      return (await browser.openRegistration()).field('SMS provider').text;
    };
    const form = await editor('/lab/new-provider?type=smtp');
    form.fill('Name', 'Brand new').fill('Provider Domain', 'brand-new.example');
    assert.equal((await send(form, 'save')).status, 303);
    assert.match(await offered(), /Brand new/);
    const renamed = (await editor('/lab/providers/Brand%20new')).fill('Name', 'Brand newer');
    assert.equal((await send(renamed, 'save')).location, '/lab/providers/Brand%20newer?saved=1');
    assert.match(await offered(), /Brand newer/);
    const { page } = await open('/lab/providers/Brand%20newer');
    const removal = page.formWith('Remove this provider');
    assert.equal((await send(removal, 'remove')).location, '/lab/providers');
    assert.doesNotMatch(await offered(), /Brand/);
    assert.equal((await open('/lab/providers/Brand%20newer')).status, 404);
  });

  it('save: the values of the JSON of the page, posted as they are, change nothing', async () => {
    const json = await fetch(new URL(TWILIO, own.emulator.urls.lab), {
      headers: { Accept: 'application/json' },
    });
    const model = (await json.json()) as { values: Record<string, string>; type: string; version: string };
    const before = readFileSync(own.file, 'utf8');
    const { type, version } = model;
    const saved = await labPage(own.emulator, TWILIO, { ...model.values, type, version, action: 'save' });
    assert.equal(saved.status, 303);
    assert.equal(readFileSync(own.file, 'utf8'), before);
  });

  it('save: mistakes come back at their fields with value and what is allowed, and nothing typed is lost', async () => {
    const before = readFileSync(own.file, 'utf8');
    const form = await editor(TWILIO);
    form
      .fill('Name', 'Telnyx')
      .fill('URL', 'ftp://x')
      .fill('HTTPS Port', 'many')
      .fill('HTTPS Password', 'typed');
    const { status, page } = await send(form, 'save');
    assert.equal(status, 400);
    assert.match(
      page.byId('field-url-problem')?.text ?? '',
      /This is "ftp:\/\/x"; it must be an absolute http/,
    );
    assert.match(page.byId('field-httpsPort-problem')?.text ?? '', /"many".*a whole number from 1 to 65535/);
    assert.match(page.byId('field-name-problem')?.text ?? '', /"Telnyx".*no other provider/);
    assert.ok(page.all(({ attributes }) => attributes.href === '#field-httpsPort').length === 1);
    const again = filledForm(page, 'Send a test').values;
    assert.deepEqual([again.url, again.httpsPort, again.httpsPassword], ['ftp://x', 'many', 'typed']);
    assert.equal(readFileSync(own.file, 'utf8'), before);
  });

  it('save: when the file changed on the disk, it is refused, what was typed stays, and the next try saves', async () => {
    const form = (await editor(TWILIO)).fill('URL', 'https://mine.example/');
    const theirs = readFileSync(own.file, 'utf8').replace('"Telnyx"', '"Theirs"');
    writeFileSync(own.file, theirs);
    const { status, page } = await send(form, 'save');
    assert.equal(status, 409);
    assert.match(page.text, /has changed on the disk .*nothing was saved/);
    assert.equal(readFileSync(own.file, 'utf8'), theirs);
    const again = filledForm(page, 'Send a test');
    assert.equal(again.values.url, 'https://mine.example/');
    assert.equal((await send(again, 'save')).status, 303);
    assert.deepEqual([inFile('Twilio').url, inFile('Theirs')?.name], ['https://mine.example/', 'Theirs']);
  });

  it('save: settings of a program and the shipped file are read only, which the page says with what to do', async () => {
    for (const [providers, words] of [
      [shippedProviders(), /started by a program/],
      [SHIPPED.providers, /belongs to the package.*Copy it.*--providers/],
    ] as const) {
      const emulator = await startEmulator({ providers });
      const { page } = await labPage(emulator, TWILIO);
      assert.match(page.text, words);
      assert.equal(page.all(({ tag, text }) => tag === 'button' && text === 'Save').length, 0);
      const forced = await labPage(emulator, TWILIO, {
        ...filledForm(page, 'Send a test').values,
        action: 'save',
      });
      assert.equal(forced.status, 409);
    }
  });

  it('send: both verdicts, a delivery of its own, and the comparison with the try before', async () => {
    const form = await editor(TWILIO);
    const first = await send(form, 'send');
    assert.match(first.page.byId('sent')?.text ?? '', /ISE would believe ?sent .*provider said ?accepted/);
    const [link] = first.page.all(({ tag, text }) => tag === 'a' && text === 'See the whole delivery');
    assert.equal((await open(link?.attributes.href ?? '')).status, 200);
    assert.doesNotMatch(first.page.text, /Compared with the last try/);

    const broken = filledForm(first.page, 'Send a test').fill('HTTPS Password', 'wrong');
    broken.fill('URL', (broken.values.url ?? '').replace('%2B17752874976', '%2B15550001111'));
    const second = await send(broken, 'send');
    assert.match(second.page.byId('sent')?.text ?? '', /believe ?failed .*said ?refused/);
    assert.match(second.page.byId('sent')?.text ?? '', /20003|Auth/i);
    const comparison = second.page.byId('preview-comparison')?.text ?? '';
    assert.match(
      comparison,
      /The try before ended: ISE sent, provider accepted\. This one: ISE failed, provider refused\./,
    );
    assert.match(comparison, /URL ?.*%2B17752874976.*%2B15550001111/);
    assert.match(comparison, /HTTPS Password ?changed, in a part that is hidden/);
    const [gone] = second.page.all(({ tag, text }) => tag === 'del' && text.includes('To='));
    const [come] = second.page.all(({ tag, text }) => tag === 'ins' && text.includes('To='));
    assert.match(gone?.text ?? '', /From=%2B17752874976/);
    assert.match(come?.text ?? '', /From=%2B15550001111/);
    assert.doesNotMatch(
      second.page.byId('preview-comparison')?.text ?? '',
      /1ab0000000000000000000000000ab1e|wrong/,
    );
  });

  it('comparison: what a guest was sent is the last try, too, when the page has made none', async () => {
    await register(own.emulator, { provider: 'Twilio' });
    await own.emulator.settled();
    const { page } = await open(TWILIO);
    const comparison = page.byId('preview-comparison')?.text ?? '';
    assert.match(comparison, /The last try ended: ISE sent, provider accepted\./);
    assert.match(comparison, /its settings are not known/);
    const [line] = page.all(({ tag, text }) => tag === 'ins' && text.includes('Body='));
    assert.match(line?.text ?? '', /Username%3A\+jdoe/);
  });

  it('comparison: of two mails only what was changed differs, and after a reset there is none', async () => {
    const gateway = '/lab/providers/SMS%20Email%20Gateway';
    await send(await editor(gateway), 'send');
    const same = (await send(await editor(gateway), 'send')).page.byId('preview-comparison');
    assert.match(same?.text ?? '', /Settings ?The same\. ?Bytes ?The same\./);
    const other = await send((await editor(gateway)).fill('Phone number', '15550002222'), 'show');
    const lines = other.page.all(({ tag }) => tag === 'ins').map(({ text }) => text);
    assert.ok(lines.length > 0 && lines.every((line) => line.includes('15550002222')), lines.join('\n'));
    await own.emulator.reset();
    assert.equal((await open(gateway)).page.byId('preview-comparison')?.text.trim(), '');
  });

  it('new: a recipe fills the fields in, secrets of it can be saved, and it works against its simulator', async () => {
    const recipe = filledForm((await open('/lab/recipes/clickatell-http')).page, 'Fill the fields in');
    recipe.fill('User name', 'lab').fill('Password', 'lab-password');
    recipe.fill('API id of an HTTP product', '3591672').fill('Sender, a two-way number', '17752874976');
    const filled = await labPage(own.emulator, recipe.action, recipe.values);
    const form = filledForm(filled.page, 'Send a test');
    const sent = await send(form, 'send');
    assert.match(sent.page.byId('sent')?.text ?? '', /provider said ?accepted/);
    assert.equal((await send(filledForm(sent.page, 'Send a test'), 'save')).status, 303);
    assert.match(inFile('Clickatell HTTP').url, /user=lab&password=lab-password&api_id=3591672/);
    assert.equal('httpsPort' in inFile('Clickatell HTTP'), false, 'a member at its default is not written');
  });

  it('new: an empty row shows no mistakes before anything is typed, and all of them when it is to be saved', async () => {
    for (const type of ['http', 'smtp']) {
      const { page } = await open(`/lab/new-provider?type=${type}`);
      assert.equal(page.text.includes('This is missing'), false);
      assert.match(page.text, /Fill the fields in, and this place shows what would be sent/);
      const { page: refused } = await send(filledForm(page, 'Send a test'), 'save');
      assert.match(refused.byId('field-name-problem')?.text ?? '', /This is missing/);
    }
  });

  it('a setting that calibration saw is shown as such, in the list and in the editor, until it is changed', async () => {
    const entry = {
      calibratedAt: '2026-11-22T10:00:00.000Z',
      settings: { plus: { value: 'strip', requests: [0] }, spaces: { value: 'plus', requests: [0] } },
      ...{ undecided: {}, unexplained: [], requests: [] },
    };
    const calibration = path.join(path.dirname(own.file), 'calibration.json');
    writeFileSync(calibration, JSON.stringify({ version: 1, providers: { Twilio: entry } }));
    const form = (await editor(TWILIO))
      .fill('The + in front of a number', 'strip')
      .fill('A blank in URL encoding', 'plus');
    assert.equal((await send(form, 'save')).status, 303);
    const seen =
      /Seen on a real sender, by calibration\.json: The \+ in front of a number; A blank in URL encoding\./;
    assert.match((await open(TWILIO)).page.text, seen);
    assert.match((await open('/lab/providers')).page.text, seen);
    const { page } = await send((await editor(TWILIO)).fill('A blank in URL encoding', 'percent'), 'show');
    assert.match(page.text, /Seen on a real sender, by calibration\.json: The \+ in front of a number\./);
    writeFileSync(calibration, '{');
    assert.doesNotMatch((await open('/lab/providers')).page.text, /Seen on/);
  });

  it('recipes: what ISE cannot do is said, with what people do instead', async () => {
    const { page } = await open('/lab/new-provider');
    assert.match(
      page.text,
      /Amazon SNS ?not from ISE ?Cannot work from ISE: a signature \(SigV4\).*What people do instead:/,
    );
  });

  it('a post from a page of another site is refused', async () => {
    const form = await editor(TWILIO);
    const values = { ...form.values, action: 'save', url: 'https://evil.example/' };
    const foreign = await labPage(own.emulator, TWILIO, values, { 'Sec-Fetch-Site': 'cross-site' });
    assert.equal(foreign.status, 403);
    assert.match(inFile('Twilio').url, /api\.twilio\.com/);
  });
});
