import assert from 'node:assert/strict';
import { providersJsonSchema } from '../../../src/config/providers-file.ts';
import { fieldsOf } from '../../../src/web/inspector/provider/fields.ts';
import { type FormValues, formOf, rowOf } from '../../../src/web/inspector/provider/form.ts';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  const?: unknown;
}

/** The members of a kind of row by the schema, those of `emulator` with their path. */
function membersOf(type: 'http' | 'smtp'): string[] {
  const { properties }: Schema = providersJsonSchema();
  const items = properties?.providers?.items;
  const row = (items?.oneOf ?? items?.anyOf)?.find((one) => one.properties?.type?.const === type);
  assert.ok(row?.properties, `the schema has no row of type ${type}`);
  const inner = Object.keys(row.properties.emulator?.properties ?? {}).map((name) => `emulator.${name}`);
  return [...Object.keys(row.properties), ...inner].filter((name) => name !== 'emulator');
}

describe('the fields of a provider', () => {
  for (const type of ['http', 'smtp'] as const) {
    it(`${type}: each member that a row may have has its field on the page`, () => {
      const { own, emulator } = fieldsOf(type);
      const shown = ['name', 'type', ...[...own, ...emulator].map(({ name }) => name)];
      assert.deepEqual(
        membersOf(type).filter((name) => !shown.includes(name)),
        [],
      );
    });
  }

  it('a row that is opened and posted as it is stays as it is, whatever it has and has not', () => {
    const rows = [
      { name: 'A', type: 'http', url: 'https://h/?password=s3cret', data: 'a\r\nb' },
      {
        ...{ name: 'B', type: 'http', url: { env: 'URL' }, httpsPassword: { env: 'P' }, httpsPort: '8443' },
        ...{ useHttpPost: true, breakUpLongMessage: false },
        emulator: { preemptiveAuth: false, timeoutMs: 5, plus: 'keep' },
      },
      { name: 'C', type: 'smtp', providerDomain: 'd', smtpApiBodyTemplate: 'password:x\nto:1', emulator: {} },
    ];
    for (const row of rows) {
      const values = formOf(row);
      // A browser sends no box that is not ticked, and CR LF for a line break.
      const posted = Object.fromEntries(
        Object.entries(values)
          .filter(([name, value]) => !(/^(use|break)/.test(name) && value !== 'true'))
          .map(([name, value]) => [name, value.replace(/\r?\n/g, '\r\n')]),
      );
      assert.doesNotMatch(JSON.stringify(values), /s3cret|:x/);
      assert.deepEqual(rowOf(posted, row), row);
    }
  });

  it('a choice taken back to its default is left out, and so is a number', () => {
    const row = {
      name: 'A',
      type: 'http',
      url: 'https://h/',
      emulator: { plus: 'keep', timeoutMs: 5, spaces: 'plus' },
    };
    const posted: FormValues = { ...formOf(row), 'emulator.plus': '', 'emulator.timeoutMs': '' };
    delete posted.useHttpPost;
    delete posted.breakUpLongMessage;
    assert.deepEqual(rowOf(posted, row).emulator, { spaces: 'plus' });
  });
});
