import type { Recipe } from './recipe.ts';

/** Interfaces that testers ask for and that no filling of ISE's fields can reach. */
export const withoutFields: Recipe[] = [
  {
    id: 'aws-sns',
    title: 'Amazon SNS',
    source: 'AWS, "Signing AWS API requests".',
    row: null,
    blanks: [],
    notes: [],
    cannot: [
      {
        what: 'a signature (SigV4) that AWS wants over each request; ISE has no field for headers and computes none',
        instead:
          'run a small relay of your own that takes a plain request of ISE and calls SNS, or take another provider',
      },
    ],
  },
  {
    id: 'messagebird',
    title: 'Bird (MessageBird)',
    source: 'MessageBird, "SMS API: authentication".',
    row: null,
    blanks: [],
    notes: [],
    cannot: [
      {
        what: 'the header "Authorization: AccessKey …"; ISE has no field for headers',
        instead: 'run a relay of your own that adds the header, or take another provider',
      },
    ],
  },
];
