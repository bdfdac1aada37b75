import { z } from 'zod';
import { choice, filledText, text, wholeNumber } from './fields.ts';

const employee = z.strictObject(
  {
    username: filledText(),
    password: filledText(),
    firstName: text().default(''),
    lastName: text().default(''),
  },
  { error: 'an object with username and password' },
);

/** ISE: the internal users; here a list, as the lab has no directory. */
export const employeesSchema = z
  .array(employee, { error: 'a list of employees' })
  .superRefine((employees, context) => {
    const seen = new Set<string>();
    employees.forEach(({ username }, index) => {
      const key = username.normalize('NFC').toLowerCase();
      if (seen.has(key)) {
        context.addIssue({ code: 'custom', path: [index, 'username'], message: 'a name no other one has' });
      }
      seen.add(key);
    });
  })
  .default([])
  .describe('Internal users who sign on to the portal as employees.');

/** SEEN, in a condensed study sheet: every 15 days. */
export const purgeSchema = wholeNumber(0, 10_000)
  .default(15)
  .describe('Days after which an expired account is deleted; 0 keeps it.');

export const phoneNumbersSchema = choice(['POSSIBLE', 'VALID'])
  .default('POSSIBLE')
  .describe(
    'What a phone number must be: POSSIBLE by its length, which lets reserved numbers through, or VALID in its country.',
  );
