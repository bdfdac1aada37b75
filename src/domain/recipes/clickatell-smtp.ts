import { blank, type Recipe, secretBlank } from './recipe.ts';

export const clickatellSmtp: Recipe = {
  id: 'clickatell-smtp',
  title: 'Clickatell, SMTP API',
  source:
    'Clickatell, "SMTP API: send basic message" (archive). ISE brings a row along, "ClickatellViaSMTP"; its template is not known.',
  row: {
    name: 'Clickatell SMTP',
    type: 'smtp',
    providerDomain: 'messaging.clickatell.com',
    smtpApiDestinationAddress: 'sms@messaging.clickatell.com',
    smtpApiBodyTemplate:
      'api_id:{{api_id}}\nuser:{{user}}\npassword:{{password}}\nto:$mobilenumber$\ntext:$message$',
  },
  blanks: [
    blank('api_id', 'API id of an SMTP product', '3591672'),
    blank('user', 'User name', 'lab'),
    secretBlank('password', 'Password', 'lab-password'),
  ],
  notes: [
    'A line break in the message ends the text: write further lines as text: in the template, or keep it on one line.',
    'Errors come by mail, and only with a line reply: in the template.',
  ],
  cannot: [
    {
      what: 'an answer: the mail server takes the mail whatever is in it, and ISE calls it sent',
      instead: 'use the HTTP or REST API to see a refusal',
    },
  ],
};
