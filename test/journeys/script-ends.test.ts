import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Two guests register, with SMS and email, and the emulator is closed; nothing calls `process.exit`. */
const SCRIPT = `
import { createEmulator } from './src/index.ts';
import { register } from './test/support/emulators.ts';
const ise = await createEmulator();
for (const email of ['jane@example.com', 'john@example.com']) {
  await register(ise, { provider: 'Twilio', email });
  await ise.inbox.waitFor({ to: email });
  await ise.settled();
}
await ise.close();
console.log('closed');
`;

describe('journey: a script', function () {
  this.timeout(60_000);

  it('ends by itself once it has closed its emulator', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '--eval', SCRIPT],
      // The longest time-out inside is a minute: whatever is left open then shows.
      { timeout: 40_000 },
    );
    assert.equal(stdout, 'closed\n');
  });
});
