import type { Family } from './rule.ts';
import { bodyRules } from './template-body.ts';
import { requestRules } from './template-request.ts';
import { variableRules } from './template-variables.ts';
import { vendorRules } from './template-vendor.ts';
import { hostRules } from './vendor-host.ts';
import { wrongApiRules } from './wrong-api.ts';

/** What was typed into a provider's fields, whatever the message. */
export const template: Family = {
  name: 'template',
  rules: [...hostRules, ...variableRules, ...requestRules, ...bodyRules, ...wrongApiRules, ...vendorRules],
};
