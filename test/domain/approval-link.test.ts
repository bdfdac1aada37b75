import assert from 'node:assert/strict';
import { linkLifetime, readLink, signLink } from '../../src/domain/approval-link.ts';
import { portalWith } from '../support/guest.ts';

const LINK = {
  id: 'request-1',
  accountId: 'account-1',
  approver: 'höst@example.com',
  expiresAt: '2026-07-16T12:00:00.000Z',
};
const EARLY = new Date('2026-07-16T11:59:59Z');

describe('approve and deny links', () => {
  it('say what was signed, in letters an address can hold, until they are over', () => {
    const text = signLink(LINK, 'key');
    assert.match(text, /^[\w-]+\.[\w-]+$/);
    assert.deepEqual(readLink(text, 'key', EARLY), { link: LINK });
    assert.deepEqual(readLink(text, 'key', new Date(LINK.expiresAt)), { refused: 'expired', link: LINK });
  });

  it('are invalid when anything was changed, or another key signed them', () => {
    const text = signLink(LINK, 'key');
    const [said = '', signed = ''] = text.split('.');
    const other = Buffer.from(JSON.stringify(['x', 'account-2', 'a', LINK.expiresAt])).toString('base64url');
    for (const forged of [
      '',
      '.',
      said,
      `${said}.`,
      `${other}.${signed}`,
      `${text}.x`,
      signLink(LINK, 'other'),
    ]) {
      assert.deepEqual(readLink(forged, 'key', EARLY), { refused: 'invalid' }, forged);
    }
  });

  it('last as the portal says; ISE’s shipped 1440 DAYS are one day', () => {
    const lifetime = (amount: number, unit: string) =>
      linkLifetime(
        portalWith({
          selfRegPageSettings: { approveDenyLinksValidFor: amount, approveDenyLinksTimeUnits: unit },
        }).settings.selfRegPageSettings,
      );
    assert.equal(lifetime(1440, 'DAYS'), 86_400_000);
    assert.equal(lifetime(1440, 'MINUTES'), 86_400_000);
    assert.equal(lifetime(2, 'DAYS'), 2 * 86_400_000);
    assert.equal(lifetime(3, 'HOURS'), 3 * 3_600_000);
  });
});
