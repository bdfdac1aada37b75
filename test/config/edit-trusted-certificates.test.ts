import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  addTrustedCertificates,
  listTrustedCertificates,
  removeTrustedCertificate,
} from '../../src/config/edit-trusted-certificates.ts';
import { issueLabChain } from '../support/certificates.ts';

const BEFORE = `{
\t"$schema": "./providers.schema.json",
\t"providers": [ { "name":   "A", "password": {"env": "SECRET"} } ],
\t"trustedCertificates": ["simulator"],
\t"proxy": null }
`;

describe('the trusted certificates of providers.json', () => {
  let lab: Awaited<ReturnType<typeof issueLabChain>>;
  let folder = '';
  let file = '';
  before(async () => {
    lab = await issueLabChain(['api.lab.test']);
  });
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'ise-guest-trust-'));
    file = path.join(folder, 'providers.json');
    writeFileSync(file, BEFORE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const text = () => readFileSync(file, 'utf8');
  const subjects = () =>
    listTrustedCertificates(file).certificates.map(({ facts }) => facts.subject.split(',')[0]);

  it('add: writes one file each, named for subject and serial number, and only the entry changes', () => {
    const { added, already } = addTrustedCertificates(file, [`${lab.root.cert}\n${lab.g2.cert}`]);
    assert.deepEqual([added.length, already.length], [2, 0]);
    const names = added.map((one) => one.file);
    assert.equal(names[1], `certificates/lab-ca-g2-${lab.g2.serialNumber.toLowerCase()}.pem`);
    assert.equal(text(), BEFORE.replace('["simulator"]', `["simulator", "${names[0]}", "${names[1]}"]`));
    assert.deepEqual(subjects(), ['CN=Lab Root', 'CN=Lab CA - G2']);
  });

  it('add: comments, odd spaces and the mark of a Windows editor stay as they are', () => {
    const odd = `\uFEFF${BEFORE.replace('"proxy"', '/* none\r\n */ "proxy"').replace('{', '{ // mine')}`;
    writeFileSync(file, odd);
    const [added] = addTrustedCertificates(file, [lab.root.cert]).added;
    assert.equal(text(), odd.replace('["simulator"]', `["simulator", "${added?.file}"]`));
    removeTrustedCertificate(file, lab.root.serialNumber);
    assert.equal(text(), odd);
  });

  it('add: what is there already, also by a glob, is not written again', () => {
    writeFileSync(file, '{"providers":[],"trustedCertificates":["certificates/*.pem"]}');
    mkdirSync(path.join(folder, 'certificates'));
    writeFileSync(path.join(folder, 'certificates', 'mine.pem'), lab.root.cert);
    const { added, already } = addTrustedCertificates(file, [lab.root.cert, lab.g2.cert]);
    assert.deepEqual([added.length, already[0]?.serialNumber], [1, lab.root.serialNumber]);
    assert.equal(text(), '{"providers":[],"trustedCertificates":["certificates/*.pem"]}');
    assert.equal(subjects().length, 2);
  });

  it('add: when the list is missing, it is made', () => {
    writeFileSync(file, '{\r\n  "providers": []\r\n}\r\n');
    addTrustedCertificates(file, [lab.root.cert]);
    assert.match(text(), /^\{\r\n {2}"providers": \[\],\r\n {2}"trustedCertificates": \[/);
    assert.doesNotMatch(text(), /[^\r]\n/);
    assert.equal(subjects().length, 1);
  });

  it('remove: by serial number, by fingerprint, by subject; the file goes with its entry', () => {
    const keys = [
      lab.g2.serialNumber.toLowerCase(),
      listTrusted(lab.root.cert).fingerprint256,
      'Lab CA - G3',
    ];
    addTrustedCertificates(file, [lab.root.cert, lab.g2.cert, lab.g3.cert]);
    for (const key of keys) assert.ok(removeTrustedCertificate(file, key).file?.endsWith('.pem'));
    assert.equal(text(), BEFORE);
    assert.deepEqual(readdirSync(path.join(folder, 'certificates')), []);
  });

  it('remove: a file of somebody else stays, an entry that names nothing goes, and so does the word simulator', () => {
    writeFileSync(path.join(folder, 'theirs.pem'), lab.root.cert);
    writeFileSync(file, '{"providers":[],"trustedCertificates":["theirs.pem","gone.pem","simulator"]}');
    assert.equal(listTrustedCertificates(file).mistakes[0]?.entry, 'gone.pem');
    removeTrustedCertificate(file, 'Lab Root');
    removeTrustedCertificate(file, 'gone.pem');
    removeTrustedCertificate(file, 'simulator');
    assert.ok(existsSync(path.join(folder, 'theirs.pem')));
    assert.equal(text(), '{"providers":[],"trustedCertificates":[]}');
  });

  it('remove: of several in one PEM text only the wanted one goes; a bundle of others is left alone, and said so', () => {
    const both = `${lab.root.cert}\n${lab.g2.cert}`;
    writeFileSync(file, JSON.stringify({ providers: [], trustedCertificates: [both] }));
    removeTrustedCertificate(file, 'Lab Root');
    assert.deepEqual(subjects(), ['CN=Lab CA - G2']);
    writeFileSync(path.join(folder, 'bundle.pem'), both);
    writeFileSync(file, '{"providers":[],"trustedCertificates":["bundle.pem"]}');
    assert.throws(() => removeTrustedCertificate(file, 'Lab Root'), /bundle\.pem" .*1 other.*yourself/);
    assert.equal(subjects().length, 2);
  });

  it('remove: what fits none or several says what there is', () => {
    addTrustedCertificates(file, [lab.root.cert]);
    assert.throws(
      () => removeTrustedCertificate(file, 'Nobody'),
      new RegExp(
        `"Nobody"; it must be a serial number, a fingerprint or a subject.*${lab.root.serialNumber}`,
      ),
    );
  });

  it('a file that cannot be edited is named', () => {
    writeFileSync(file, '{"trustedCertificates": "simulator"}');
    assert.throws(
      () => addTrustedCertificates(file, [lab.root.cert]),
      /trustedCertificates is "simulator"; it must be a list/,
    );
    assert.throws(() => listTrustedCertificates(path.join(folder, 'none.json')), /none\.json is missing/);
  });

  function listTrusted(pem: string) {
    const other = path.join(folder, 'other.json');
    writeFileSync(other, JSON.stringify({ trustedCertificates: [pem] }));
    const [one] = listTrustedCertificates(other).certificates;
    assert.ok(one);
    return one.facts;
  }
});
