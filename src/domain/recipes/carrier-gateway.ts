import { blank, type Recipe } from './recipe.ts';

export const carrierGateway: Recipe = {
  id: 'carrier-gateway',
  title: 'Email to SMS, by the gateway of a carrier',
  source:
    'Cisco, "Configure ISE 1.4 email and SMS notifications": only Provider Domain has to be filled in. Domains and dates: announcements of the carriers.',
  row: { name: 'Email gateway', type: 'smtp', providerDomain: '{{domain}}' },
  blanks: [blank('domain', 'Domain of the gateway', 'sms.example.com')],
  notes: [
    'The mail goes to number@domain through the SMTP server of ISE. Every guest has to be at that carrier.',
    'T-Mobile, tmomail.net: switched off in December 2024.',
    'AT&T, txt.att.net and mms.att.net: switched off on 17 June 2025.',
    'Sprint, messaging.sprintpcs.com: gone.',
    'Verizon, vtext.com and vzwpix.com: to be switched off on 31 March 2027.',
    'ISE has rows named after these carriers. They cannot work any more where the gateway is off.',
  ],
  cannot: [
    {
      what: 'an answer of the phone network: a mail server that takes the mail is all that ISE learns',
      instead: 'use an HTTP API for guests that matter',
    },
  ],
};
