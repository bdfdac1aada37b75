import { blank, type Recipe, secretBlank } from './recipe.ts';

export const vonage: Recipe = {
  id: 'vonage',
  title: 'Vonage (Nexmo), SMS API',
  source: 'Vonage, "SMS API". Not confirmed on an ISE.',
  row: {
    name: 'Vonage',
    type: 'http',
    url: 'https://rest.nexmo.com/sms/json?api_key={{key}}&api_secret={{secret}}&from={{from}}&to=$mobilenumber$&text=',
    data: '$message$',
  },
  blanks: [
    blank('key', 'API key, eight characters', '1ab0001a'),
    secretBlank('secret', 'API secret', 'lab-vonage-secret'),
    blank('from', 'Sender, number without + or a name', '17752874976'),
  ],
  notes: [
    'Every answer is HTTP 200, so ISE calls it sent: a status other than 0 in the answer is a refusal.',
    'A message with letters beyond the SMS alphabet needs &type=unicode in the URL.',
  ],
  cannot: [
    {
      what: 'the Messages API, which wants a signed token in a header',
      instead: 'use the SMS API of this recipe',
    },
  ],
};
