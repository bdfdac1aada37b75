import assert from 'node:assert/strict';
import { customTexts } from '../../support/customized.ts';
import { GuestLab } from '../../support/guest.ts';

const GUEST = { 'First name': 'Ann', 'Email address': 'ann@example.com', 'Phone number': '(408) 555-0123' };

describe('guest portal: customised texts of grace access', () => {
  let lab: GuestLab;

  afterEach(async () => {
    assert.deepEqual(lab.errors, []);
    await lab.close();
  });

  async function wait(allowGraceAccess: boolean): Promise<string> {
    const grace = 'ui_grace_access_waiting_page';
    const texts = {
      [`${grace}_description_html`]: '<b>What</b> you wait for',
      [`${grace}_optional_content_1`]: 'Above<script>x</script>',
      [`${grace}_optional_content_2`]: 'Below',
      ui_grace_access_deny_page_optional_content_1: 'Sorry',
    };
    const selfRegPageSettings = {
      requireGuestApproval: true,
      autoLoginSelfWait: true,
      allowGraceAccess,
      graceAccessExpireInterval: 5,
    };
    lab = await GuestLab.open({ selfRegPageSettings }, {}, customTexts(texts));
    return (await lab.browser().register(GUEST)).text;
  }

  it('description and optional content stand on the page of the state, cleaned', async () => {
    const html = await wait(true);
    assert.match(html, /<b>What<\/b> you wait for[\s\S]*Above[\s\S]*waitForm[\s\S]*Below/);
    assert.doesNotMatch(html, /Sorry|<script>x/);
  });

  it('without grace access there are none', async () => {
    assert.doesNotMatch(await wait(false), /What|Above|Below/);
  });
});
