import { mkdirSync } from 'node:fs';
import { createEmulator } from '../src/index.ts';
import { startBrowser } from '../test/support/start-browser.ts';

/** `npm run pictures`: walks through the emulator in a real browser and takes the pictures of the README. */
const FOLDER = 'docs/pictures';
mkdirSync(FOLDER, { recursive: true });
await using cleanup = new AsyncDisposableStack();
const emulator = await createEmulator({
  clock: () => Date.parse('2026-11-22T14:28:00Z'),
  random: 'pictures',
});
cleanup.defer(() => emulator.close());
const browser = await startBrowser();
cleanup.defer(() => browser.close());

const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
await phone.goto(emulator.portal.url);
await phone.click('#ui_login_self_reg_button');
const field = (name: string) => `[id="guestUser.fieldValues.ui_${name}"]`;
await phone.fill(field('first_name'), 'Jane');
await phone.fill(field('last_name'), 'Doe');
// As it is dialled at home, which Twilio refuses with 21211.
await phone.fill(field('phone_number'), '0170 1234567');
await phone.fill(field('email_address'), 'jane@example.org');
await phone.selectOption(field('sms_provider'), 'Twilio');
await phone.screenshot({ path: `${FOLDER}/registration.png` });
await phone.click('#ui_self_reg_submit_button');
await phone.screenshot({ path: `${FOLDER}/account-created.png` });
await emulator.settled();

const lab = await browser.newPage({ viewport: { width: 1180, height: 900 } });
await lab.goto(emulator.urls.lab);
await lab.screenshot({ path: `${FOLDER}/inspector.png` });
const { items } = await emulator.deliveries.list({ status: 'failed', limit: 1 });
await lab.goto(`${emulator.urls.lab}/deliveries/${items[0]?.id}`);
await openEvidence();
await lab.screenshot({ path: `${FOLDER}/twilio-21211.png` });

emulator.simulators.certificates.use('g3');
await phone.goto(emulator.portal.url);
await phone.click('#ui_login_self_reg_button');
await phone.fill(field('first_name'), 'Joe');
await phone.fill(field('phone_number'), '+1 555 666 1212');
await phone.selectOption(field('sms_provider'), 'Clickatell HTTPS');
await phone.click('#ui_self_reg_submit_button');
await emulator.settled();
await lab.goto(`${emulator.urls.lab}/deliveries/latest`);
await openEvidence();
await lab.screenshot({ path: `${FOLDER}/g3-instead-of-g2.png` });

/** Unfolds what shows the first finding. */
async function openEvidence(): Promise<void> {
  await lab.getByText('What shows it').first().click();
  await lab.mouse.move(0, 0);
}
