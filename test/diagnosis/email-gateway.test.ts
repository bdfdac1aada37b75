import assert from 'node:assert/strict';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { SmtpProvider } from '../../src/domain/provider.ts';
import { caseOf, found, rulesOf } from '../support/diagnosed.ts';
import { httpProvider, smtpProvider } from '../support/providers.ts';

const judged = (fields: Partial<SmtpProvider>) => {
  const provider = smtpProvider(fields);
  return diagnose({
    ...caseOf(httpProvider()),
    provider,
    providerName: provider.name,
    channel: 'sms-email-gateway',
    outgoing: [],
  });
};
const FIXED = { smtpApiDestinationAddress: 'sms@messaging.clickatell.com' };

describe('diagnosis: SMS email gateway', () => {
  it('a gateway with its domain alone, and one with a whole template, are in order', () => {
    const smtpApiBodyTemplate = 'api_id:1\nto:$mobilenumber$\ntext:$message$ $timestamp$';
    assert.deepEqual(rulesOf(judged({})), []);
    assert.deepEqual(rulesOf(judged({ ...FIXED, smtpApiBodyTemplate })), []);
  });

  it('misspelt-variable: a variable of the body template is named with the right one', () => {
    const one = found(judged({ smtpApiBodyTemplate: 'text:$mesage$ $message$' }), 'misspelt-variable');
    assert.match(one.problem, /"\$mesage\$" in "SMTP API body template"/);
    assert.match(one.remedy, /\$message\$/);
  });

  it('no-number-variable: a fixed destination without the number in the body', () => {
    const one = found(judged({ ...FIXED, smtpApiBodyTemplate: 'text:$message$' }), 'no-number-variable');
    assert.match(one.remedy, /sms@messaging\.clickatell\.com/);
  });

  it('no-message-variable: a body template without the text', () => {
    const one = found(judged({ smtpApiBodyTemplate: 'to:$mobilenumber$' }), 'no-message-variable');
    assert.match(one.problem, /"SMTP API body template" of "A gateway"/);
  });
});
