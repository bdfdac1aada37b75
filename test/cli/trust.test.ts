import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { trustAdd } from '../../src/cli/trust-add.ts';
import { trustLearn } from '../../src/cli/trust-learn.ts';
import { trustList } from '../../src/cli/trust-list.ts';
import { trustRemove } from '../../src/cli/trust-remove.ts';
import { keepAuthority } from '../../src/composition/keep-authority.ts';
import { SHIPPED } from '../../src/config/shipped.ts';
import { type BareServer, startBareServer } from '../support/bare-server.ts';
import { issueLabChain, presented } from '../support/certificates.ts';
import { shippedProviders } from '../support/emulators.ts';
import { type FakeOutput, fakeOutput } from '../support/fake-output.ts';
import { labFiles, removeLabFiles } from '../support/lab-files.ts';

const HOST = 'sms.lab.test';

describe('ise-guest trust', function () {
  this.timeout(60_000);
  let lab: Awaited<ReturnType<typeof issueLabChain>>;
  let server: BareServer;
  let files: ReturnType<typeof labFiles>;
  before(async () => {
    lab = await issueLabChain([HOST]);
    server = await startBareServer({ tls: presented(lab.leafOfG3, lab.g3, lab.root) });
  });
  after(() => server.close());
  beforeEach(() => {
    files = labFiles(
      shippedProviders({
        connectTo: { 'api.twilio.com:443': 'simulator', [`${HOST}:443`]: `127.0.0.1:${server.port}` },
      }),
    );
  });
  afterEach(removeLabFiles);

  const run = async (command: (output: FakeOutput['output']) => Promise<number>) => {
    const fake = fakeOutput();
    return { code: await command(fake.output), ...fake };
  };
  const entries = () => JSON.parse(readFileSync(files.providers, 'utf8')).trustedCertificates;

  it('learn shows a chain that is not trusted and names root and intermediate; --add makes it trusted', async () => {
    const first = await run((output) => trustLearn(`https://${HOST}`, files, output));
    assert.equal(first.code, 1);
    assert.match(
      first.prose(),
      new RegExp(`connectTo leads ${HOST}:443 to 127\\.0\\.0\\.1:${server.port}\\.`),
    );
    assert.match(
      first.prose(),
      new RegExp(`need CN=Lab CA - G3, O=Lab, serial number ${lab.g3.serialNumber} \\(sent by the server\\)`),
    );
    assert.match(
      first.prose(),
      /need CN=Lab Root, O=Lab, .*"ise-guest trust learn https:\/\/sms\.lab\.test --providers .* --add" writes/,
    );
    const added = await run((output) => trustLearn(`https://${HOST}`, { ...files, add: true }, output));
    assert.equal(added.code, 0);
    assert.deepEqual(entries(), [
      'simulator',
      `certificates/lab-ca-g3-${lab.g3.serialNumber.toLowerCase()}.pem`,
      `certificates/lab-root-${lab.root.serialNumber.toLowerCase()}.pem`,
    ]);
    const again = await run((output) => trustLearn(`https://${HOST}`, files, output));
    assert.equal(again.code, 0);
    assert.match(again.prose(), /Trusted: the store has every certificate/);
    assert.equal(
      server.received.every((bytes) => bytes.length === 0),
      true,
    );
  });

  it('learn --live: the command that it proposes is --live, too', async () => {
    const { prose } = await run((output) =>
      trustLearn(`127.0.0.1:${server.port}`, { ...files, providers: files.providers, live: true }, output),
    );
    assert.match(prose(), /"ise-guest trust learn 127\.0\.0\.1:\d+ --live --providers \S+ --add" writes/);
  });

  it('learn --add of a certificate for another name: the chain is imported, and still exit code 1', async () => {
    const { code, prose } = await run((output) =>
      trustLearn(`127.0.0.1:${server.port}`, { ...files, live: true, add: true }, output),
    );
    assert.equal(code, 1);
    assert.match(prose(), /No import repairs this: .* certificate is not for 127\.0\.0\.1\. Added CN=/);
    assert.match(prose(), /1\. CN=\S+.* the server's own/);
  });

  it('learn of a provider that connectTo leads to a simulator says so, and --add refuses its throw-away certificates', async () => {
    const shown = await run((output) => trustLearn('https://api.twilio.com', files, output));
    assert.equal(shown.code, 0);
    assert.match(
      shown.prose(),
      /connectTo leads api\.twilio\.com:443 to a private simulator\. --live asks the real server/,
    );
    const refused = await run((output) => trustAdd('https://api.twilio.com', files, output));
    assert.equal(refused.code, 2);
    assert.match(
      refused.stderr().replace(/\s+/g, ' '),
      /^--add is "for https:\/\/api\.twilio\.com"; it must be left out, or given together with --live/,
    );
    assert.deepEqual(entries(), ['simulator']);
  });

  it('learn: nobody there is exit code 3, no URL exit code 2', async () => {
    const gone = await run((output) => trustLearn('https://127.0.0.1:1', files, output));
    assert.equal(gone.code, 3);
    assert.match(gone.prose(), /No certificate was seen \(phase connect\): 127\.0\.0\.1:1 refused/);
    const none = await run((output) => trustLearn('ftp://a', files, output));
    assert.equal(none.code, 2);
    assert.match(
      none.stderr().replace(/\s+/g, ' '),
      /"ftp:\/\/a" shows no certificates; it must be https:\/\/host/,
    );
  });

  it('add takes PEM and DER, leaves keys behind, and says when it is no CA', async () => {
    const pem = path.join(files.folder, 'mixed.pem');
    writeFileSync(pem, `${lab.leafOfG2.key}\n${lab.g2.cert}\n${lab.leafOfG2.cert}`);
    const der = path.join(files.folder, 'root.cer');
    writeFileSync(der, Buffer.from(lab.root.certificate.rawData));
    const mixed = await run((output) => trustAdd(pem, files, output));
    assert.equal(mixed.code, 0);
    assert.match(
      mixed.stderr().replace(/\s+/g, ' '),
      new RegExp(`^"CN=${HOST}, O=Lab" is a server's own certificate`),
    );
    assert.equal((await run((output) => trustAdd(der, files, output))).code, 0);
    assert.equal(entries().length, 4);
    const written = entries()
      .slice(1)
      .map((file: string) => readFileSync(path.join(files.folder, file), 'utf8'));
    assert.doesNotMatch(written.join(), /PRIVATE KEY/);
    const twice = await run((output) => trustAdd(der, files, output));
    assert.match(twice.prose(), /Already there: CN=Lab Root/);
  });

  it('add: what holds no certificate is named, with what is allowed', async () => {
    for (const source of ['nowhere.pem', files.providers]) {
      const { code, stderr } = await run((output) => trustAdd(source, files, output));
      assert.equal(code, 2);
      assert.match(
        stderr().replace(/\s+/g, ''),
        new RegExp(`FILE\\|URLis"${source.replaceAll('/', '\\/')}";itmustbeafilewithcertificates`),
      );
    }
  });

  it('list shows subject, issuer, serial number, end, fingerprint and entry; the lab’s own once there is one', async () => {
    await run((output) => trustLearn(`https://${HOST}`, { ...files, add: true }, output));
    const data = path.join(files.folder, 'data');
    const before = await run((output) => trustList({ ...files, data }, output));
    assert.equal(before.code, 0);
    assert.match(
      before.prose(),
      new RegExp(
        `CN=Lab CA - G3, O=Lab issuer CN=Lab Root, O=Lab serial number ${lab.g3.serialNumber} valid until \\d{4}-\\d\\d-\\d\\d SHA-256 [0-9A-F: ]{96} from certificates/lab-ca-g3`,
      ),
    );
    assert.match(before.prose(), /The entry "simulator" stands for the lab’s own root and G2/);
    await keepAuthority(data);
    const { json } = await run((output) => trustList({ ...files, data, json: true }, output));
    const { certificates } = json<{ certificates: { from: string; subject: string }[] }>();
    assert.deepEqual(
      certificates.map(({ from }) => from.split('/')[0]),
      ['simulator', 'simulator', 'certificates', 'certificates'],
    );
  });

  it('list: an entry that names nothing is told, exit code 2', async () => {
    writeFileSync(files.providers, '{"providers":[],"trustedCertificates":["gone.pem"]}');
    const { code, stderr } = await run((output) => trustList({ ...files, data: files.folder }, output));
    assert.equal(code, 2);
    assert.match(
      stderr().replace(/\s+/g, ' '),
      /trustedCertificates\[0\] is "gone\.pem"; it must be a PEM file/,
    );
  });

  it('remove by serial number; what nobody has is named, exit code 2', async () => {
    await run((output) => trustLearn(`https://${HOST}`, { ...files, add: true }, output));
    const removed = await run((output) => trustRemove(lab.g3.serialNumber, files, output));
    assert.equal(removed.code, 0);
    assert.match(
      removed.prose(),
      /^Removed CN=Lab CA - G3, O=Lab \(serial number .* and from certificates\/lab-ca-g3-/,
    );
    assert.equal(entries().length, 2);
    const nobody = await run((output) => trustRemove('Nobody', files, output));
    assert.equal(nobody.code, 2);
    assert.match(nobody.stderr(), /No trusted certificate is "Nobody"/);
  });

  it('the file that ships with the package is not edited', async () => {
    const before = readFileSync(SHIPPED.providers, 'utf8');
    const { code, stderr } = await run((output) =>
      trustRemove('simulator', { providers: SHIPPED.providers }, output),
    );
    assert.equal(code, 2);
    assert.match(stderr(), /^--providers is missing; it must be a file of yours/);
    assert.equal(readFileSync(SHIPPED.providers, 'utf8'), before);
  });
});
