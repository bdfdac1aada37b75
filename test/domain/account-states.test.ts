import assert from 'node:assert/strict';
import { type Account, type AccountState, UNTOUCHED } from '../../src/domain/account.ts';
import {
  type AccountEvent,
  type AccountEventName,
  effectiveState,
  initialState,
  isRefusal,
  TRANSITIONS,
  transition,
} from '../../src/domain/account-states.ts';

const NOW = new Date('2026-07-15T12:00:00Z');
const LATER = '2026-07-20T12:00:00.000Z';

function account(changes: Partial<Account> = {}): Account {
  return {
    ...UNTOUCHED,
    id: 'a',
    username: 'jdoe',
    password: '1234',
    state: 'AWAITING_INITIAL_LOGIN',
    guestType: 'Daily (default)',
    portalId: 'p',
    fields: {},
    createdAt: '2026-07-15T00:00:00.000Z',
    validFrom: '2026-07-15T00:00:00.000Z',
    validTo: '2026-07-16T00:00:00.000Z',
    registrationKey: 'k',
    ...changes,
  };
}

function outcomeOf(from: Partial<Account>, event: AccountEvent): AccountState | string {
  const outcome = transition(account(from), event, NOW);
  return isRefusal(outcome) ? outcome.why : outcome.state;
}

describe('the states of an account', () => {
  it('every event in every state leads where the table of the sponsor guide says, or is refused', () => {
    // Columns: Created, Active, Pending, Denied, Suspended, Expired. A dash is a refusal.
    const expected: Record<AccountEventName, string> = {
      approve: '-        -        Created  Created  -        -',
      deny: 'Denied   Denied   Denied   -        -        -',
      login: 'Active   Active   -        -        -        -',
      suspend: 'Suspend  Suspend  -        -        -        -',
      reinstate: '-        -        -        -        Created  Created',
      expire: 'Expired  Expired  Expired  Expired  Expired  -',
      extend: 'Created  Active   -        -        Suspend  Created',
      'reset-password': 'Created  Active   -        -        -        -',
      'change-password': 'Created  Active   -        -        -        -',
      resend: 'Created  Active   -        -        -        -',
      edit: 'Created  Active   Pending  -        Suspend  -',
      delete: 'Created  Active   Pending  Denied   Suspend  Expired',
    };
    const names: Record<string, AccountState> = {
      Created: 'AWAITING_INITIAL_LOGIN',
      Active: 'ACTIVE',
      Pending: 'PENDING_APPROVAL',
      Denied: 'DENIED',
      Suspend: 'SUSPENDED',
      Expired: 'EXPIRED',
    };
    assert.deepEqual(Object.keys(TRANSITIONS).sort(), Object.keys(expected).sort());
    for (const [name, row] of Object.entries(expected)) {
      Object.values(names).forEach((state, index) => {
        const to = row.split(/\s+/)[index] ?? '';
        const event = { name: name as AccountEventName, validTo: LATER };
        const approved = { state, approvedAt: NOW.toISOString() };
        assert.equal(outcomeOf(approved, event), to === '-' ? 'state' : names[to], `${name} from ${state}`);
      });
    }
  });

  it('a refusal names the event and the state, the clock included', () => {
    const outcome = transition(account({ validTo: NOW.toISOString() }), { name: 'suspend' }, NOW);
    assert.ok(isRefusal(outcome));
    assert.deepEqual([outcome.event, outcome.state], ['suspend', 'EXPIRED']);
    assert.match(outcome.message, /suspend .* EXPIRED.* AWAITING_INITIAL_LOGIN or ACTIVE/);
  });

  it('time over is Expired whatever was written down, to the millisecond', () => {
    for (const state of ['ACTIVE', 'PENDING_APPROVAL', 'SUSPENDED'] as const) {
      const one = account({ state, validTo: NOW.toISOString() });
      assert.equal(effectiveState(one, NOW), 'EXPIRED');
      assert.equal(effectiveState(one, new Date(NOW.getTime() - 1)), state);
    }
  });

  it('a new account is Created, Active with portal bypass, or waits for its approval', () => {
    assert.equal(initialState({ approval: false, bypass: false }), 'AWAITING_INITIAL_LOGIN');
    assert.equal(initialState({ approval: false, bypass: true }), 'ACTIVE');
    assert.equal(initialState({ approval: true, bypass: true }), 'PENDING_APPROVAL');
    assert.equal(outcomeOf({ state: 'PENDING_APPROVAL' }, { name: 'approve', bypass: true }), 'ACTIVE');
  });

  it('reinstating leads back to the state before, with the reason forgotten', () => {
    const suspended = transition(account({ state: 'ACTIVE' }), { name: 'suspend', reason: 'lost' }, NOW);
    assert.ok(!isRefusal(suspended));
    assert.deepEqual([suspended.stateBefore, suspended.reasonForState], ['ACTIVE', 'lost']);
    const back = transition(suspended, { name: 'reinstate' }, NOW);
    assert.ok(!isRefusal(back));
    assert.deepEqual([back.state, back.stateBefore, back.reasonForState], ['ACTIVE', null, null]);
  });

  it('an expired account comes back with an end in the future only, and is told of that end anew', () => {
    const over = {
      state: 'ACTIVE' as const,
      validTo: NOW.toISOString(),
      firstLoginAt: 'x',
      expiryNotifiedAt: 'x',
    };
    for (const name of ['extend', 'reinstate'] as const) {
      assert.equal(outcomeOf(over, { name }), 'end-not-in-future');
      assert.equal(outcomeOf(over, { name, validTo: NOW.toISOString() }), 'end-not-in-future');
      assert.equal(outcomeOf(over, { name, validTo: 'nonsense' }), 'end-not-in-future');
      const outcome = transition(account(over), { name, validTo: LATER }, NOW);
      assert.ok(!isRefusal(outcome));
      assert.deepEqual([outcome.state, outcome.validTo, outcome.expiryNotifiedAt], ['ACTIVE', LATER, null]);
    }
  });

  it('who needed no approval cannot be denied; who was approved can', () => {
    assert.equal(outcomeOf({}, { name: 'deny' }), 'never-approved');
    assert.equal(outcomeOf({ state: 'ACTIVE', creation: 'known' }, { name: 'deny' }), 'never-approved');
    const approved = transition(account({ state: 'PENDING_APPROVAL' }), { name: 'approve' }, NOW);
    assert.ok(!isRefusal(approved));
    assert.equal(approved.approvedAt, NOW.toISOString());
    assert.equal(outcomeOf(approved, { name: 'deny' }), 'DENIED');
  });

  it('resending is refused once the guest has chosen the password', () => {
    assert.equal(outcomeOf({ passwordChangedAt: LATER }, { name: 'resend' }), 'password-changed');
  });
});
