import { blank, type Recipe, secretBlank } from './recipe.ts';

export const clickatellHttp: Recipe = {
  id: 'clickatell-http',
  title: 'Clickatell, classic HTTP API',
  source:
    'Clickatell, "SMS HTTP/S API: Send message" (archive). ISE brings a row of this shape along, "Global Default".',
  row: {
    name: 'Clickatell HTTP',
    type: 'http',
    url: 'https://api.clickatell.com/http/sendmsg?user={{user}}&password={{password}}&api_id={{api_id}}&to=$mobilenumber$&MO=1&from={{from}}&text=',
    data: '$message$',
  },
  blanks: [
    blank('user', 'User name', 'lab'),
    secretBlank('password', 'Password', 'lab-password'),
    blank('api_id', 'API id of an HTTP product', '3591672'),
    blank('from', 'Sender, a two-way number without +', '17752874976'),
  ],
  notes: [
    'An error comes back behind HTTP 200, so ISE calls it sent: read the answer.',
    'User name and password stand in the URL. With http:// anybody on the way can read them.',
    'A US number needs a paid sender.',
  ],
  cannot: [
    {
      what: 'the text in the body of a POST: this API wants it as a parameter',
      instead: 'leave "Use HTTP POST method for data portion" off, or take the REST API',
    },
  ],
};
