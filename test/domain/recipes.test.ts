import assert from 'node:assert/strict';
import { parseProvidersFile } from '../../src/config/providers-file.ts';
import { fillRecipe, type Recipe, recipes } from '../../src/domain/recipes/index.ts';
import type { Tryout } from '../../src/domain/trial.ts';
import type { Emulator } from '../../src/index.ts';
import { closeEmulators, shippedProviders, startEmulator } from '../support/emulators.ts';
import { smsMessage } from '../support/send-to.ts';

/** Recipes whose provider the lab plays: with the examples of their blanks, which are the lab's own accounts. */
const SIMULATED = [
  'clickatell-http',
  'clickatell-rest',
  'clickatell-platform',
  'clickatell-one-api',
  'clickatell-smtp',
  'twilio',
  'telnyx',
  'carrier-gateway',
];

function filled(recipe: Recipe) {
  return fillRecipe(recipe, Object.fromEntries(recipe.blanks.map(({ key, example }) => [key, example])));
}

function tryoutOf(recipe: Recipe): Tryout {
  const parsed = parseProvidersFile({ providers: [filled(recipe)] }, {});
  assert.ok('ok' in parsed, JSON.stringify(parsed));
  const text = 'Your account details: Username: jdoe Password: 4711';
  return {
    provider: parsed.ok.providers[0] ?? null,
    message: smsMessage(text),
    template: text,
    sample: true,
  };
}

const withRow = recipes.filter(({ row }) => row !== null);

describe('recipes', () => {
  let lab: Emulator;
  before(async () => {
    lab = await startEmulator();
  });
  after(closeEmulators);

  it('each has an id, a name of its own and a source, and a blank for every mark in its row', () => {
    assert.equal(new Set(recipes.map(({ id }) => id)).size, recipes.length);
    assert.equal(new Set(withRow.map(({ row }) => row?.name)).size, withRow.length);
    for (const { id, row, blanks, source, cannot } of recipes) {
      const marks = [...JSON.stringify(row).matchAll(/\{\{(\w+)\}\}/g)].map(([, key]) => key);
      assert.deepEqual([...new Set(marks)].toSorted(), blanks.map(({ key }) => key).toSorted(), id);
      assert.ok(source.length > 10, id);
      if (row === null) assert.ok(cannot.length > 0, `${id} says why it cannot work`);
    }
  });

  it('a blank is percent-encoded in the URL and nowhere else, and one without a value stays to be seen', () => {
    const [twilio] = recipes.filter(({ id }) => id === 'twilio');
    assert.ok(twilio);
    const row = fillRecipe(twilio, { from: '+1 555', token: 'a&b+c' });
    assert.match(String(row.url), /From=%2B1%20555$/);
    assert.match(String(row.url), /Accounts\/\{\{sid\}\}\//);
    assert.equal(row.httpsPassword, 'a&b+c');
  });

  for (const recipe of withRow) {
    it(`${recipe.id}: with its blanks filled in, nothing is found that would make it fail`, async () => {
      const { diagnosis, failure, parts } = await lab.trial.preview(tryoutOf(recipe));
      assert.deepEqual(
        diagnosis.filter(({ certainty }) => certainty === 'cause'),
        [],
      );
      assert.deepEqual([failure, parts.length], [null, 1]);
    });
  }

  for (const recipe of withRow.filter(({ id }) => SIMULATED.includes(id))) {
    it(`${recipe.id}: its simulator accepts it, and the message arrives`, async () => {
      const row = filled(recipe) as { name: string };
      const providers = shippedProviders();
      // As if saved: an email gateway's domain has to be known to the mail server.
      providers.providers = [row];
      const emulator = await startEmulator({ providers });
      const tryout = tryoutOf(recipe);
      const { outcome } = await emulator.trial.send(tryout);
      assert.equal(outcome.providerVerdict, 'accepted', outcome.reason);
      assert.deepEqual(outcome.diagnosis, []);
      const arrived = await emulator.inbox.waitFor({ to: tryout.message.to, channel: 'sms' });
      assert.equal(arrived.text.trim(), tryout.message.text);
      await emulator.close();
    });
  }
});
