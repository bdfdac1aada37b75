import assert from 'node:assert/strict';
import { type LintFlags, lint } from '../../src/cli/lint.ts';
import { issue } from '../support/certificates.ts';
import { shippedProviders } from '../support/emulators.ts';
import { fakeOutput } from '../support/fake-output.ts';
import { labFiles, removeLabFiles } from '../support/lab-files.ts';

interface LintJson {
  judged: { name: string; what: string; diagnosis: { rule: string; certainty: string; problem: string }[] }[];
  exitCode: number;
}

describe('ise-guest lint', function () {
  this.timeout(60_000);
  afterEach(removeLabFiles);

  const lintOf = async (providers: unknown, flags: Partial<LintFlags> = {}) => {
    const fake = fakeOutput();
    const code = await lint({ ...labFiles(providers), ...flags }, fake.output);
    return { code, ...fake };
  };

  it('judges every row and the SMTP server of the shipped file: exit code 0', async () => {
    const { code, json } = await lintOf(shippedProviders(), { json: true });
    assert.equal(code, 0);
    const { judged } = json<LintJson>();
    assert.deepEqual(
      judged.filter(({ what }) => what !== 'common').map(({ name }) => name),
      [
        'Global Default',
        'Clickatell HTTPS',
        'Clickatell REST',
        'Twilio',
        'Telnyx',
        'SMS Email Gateway',
        'SMTP server',
      ],
    );
    const text = await lintOf(shippedProviders());
    assert.match(text.stdout(), /^Twilio \(http-post-form\) {2}ok$/m);
    assert.match(text.stdout(), /7 rows judged, 0 causes, /);
  });

  it('a cause in one row is told under that row, with remedy and rule: exit code 1', async () => {
    const { code, prose } = await lintOf(shippedProviders(), { release: '1.4p7' });
    assert.equal(code, 1);
    assert.match(prose(), /Twilio \(http-post-form\) cause ISE 1\.4p7 cannot send through "Twilio"/);
    assert.match(prose(), /Do this: Move to ISE 1\.4 patch 8.*\[not-in-this-release\]/);
    assert.match(prose(), /SMS Email Gateway \(sms-email-gateway\) ok/);
    assert.match(prose(), / 4 causes, /);
  });

  it('the store is judged by itself, once for all rows: expired, and an issuer that is not imported', async () => {
    const root = await issue({ name: 'CN=Old Root', ca: true, notAfter: new Date(Date.now() - 86_400_000) });
    const g2 = await issue({
      name: 'CN=Lonely G2',
      ca: true,
      issuer: await issue({ name: 'CN=Elsewhere', ca: true }),
    });
    const file = shippedProviders({ trustedCertificates: ['simulator', root.cert, g2.cert] });
    const { code, json, prose } = await lintOf(file, { json: true });
    assert.equal(code, 0);
    const [common] = json<LintJson>().judged;
    assert.deepEqual(
      common?.diagnosis.map(({ rule }) => rule),
      ['imported-certificate-expired', 'imported-issuer-missing'],
    );
    assert.match(prose(), new RegExp(`CN=Old Root.*${root.serialNumber}.*expired on`));
    assert.match(prose(), /CN=Lonely G2.* was issued by .*CN=Elsewhere/);
    assert.equal((await lintOf(file, { strict: true })).code, 1);
  });

  it('suspects count with --strict alone', async () => {
    const providers = {
      providers: [
        {
          name: 'Draft',
          type: 'http',
          url: 'https://sms.example.com/send?to=$mobilenumbr$&text=',
          data: '$message$',
        },
      ],
    };
    const { json } = await lintOf(providers, { json: true });
    const certainties = json<LintJson>().judged.flatMap(({ diagnosis }) =>
      diagnosis.map(({ certainty }) => certainty),
    );
    assert.ok(certainties.includes('suspect') || certainties.includes('cause'), certainties.join());
    if (!certainties.includes('cause')) assert.equal((await lintOf(providers)).code, 0);
    assert.equal((await lintOf(providers, { strict: true })).code, 1);
  });

  it('mistakes of the file are told in the same way, all of them: exit code 1', async () => {
    const { code, prose, json } = await lintOf({
      providers: [{ name: 'A', type: 'http', url: 'nowhere', httpsPassword: { env: 'NOT_SET_ANYWHERE' } }],
      trustedCertificates: ['missing/*.pem'],
    });
    assert.equal(code, 1);
    assert.match(
      prose(),
      /cause .*providers\[0\]\.url is "nowhere"; it must be an absolute http:\/\/.* Do this: Make providers\[0\]\.url an absolute/,
    );
    assert.match(prose(), /trustedCertificates\[0\] is "missing\/\*\.pem"/);
    assert.match(prose(), /3 causes, 0 suspects, 0 risks\./);
    assert.throws(json);
  });

  it('a field that nobody knows is to be removed: the remedy says so', async () => {
    const row = { name: 'A', type: 'http', url: 'http://127.0.0.1/', data: '$message$', usHttpPost: true };
    const { prose } = await lintOf({ providers: [row] });
    assert.match(prose(), /Do this: Remove providers\[0\]\.usHttpPost; known here: name, type/);
  });

  it('a file that is missing or no JSON is exit code 2, with its place', async () => {
    const broken = await lintOf('{"providers": [],}');
    assert.equal(broken.code, 2);
    assert.match(
      broken.stderr().replace(/\s+/g, ' '),
      /providers\.json: line 1, column 18 is .* must be JSON: .* a comma is too much\./,
    );
    const absent = await lintOf('{}', { providers: 'absent.json' });
    assert.equal(absent.code, 2);
    assert.match(absent.stderr(), /^absent\.json is missing; it must be a file that can be read\.\n$/);
  });
});
