/** One setting of a row, and how the page asks for it. */
export interface FieldSpec {
  /** As in `providers.json`; `emulator.plus` stands inside `emulator`. */
  name: string;
  kind: 'line' | 'lines' | 'flag' | 'number' | 'choice' | 'password';
  /** What counts when the row has no such member. */
  fallback: string | number | boolean | null;
  /** Of a choice. */
  values?: readonly string[];
  /** May be `{"env": "NAME"}`, and may carry credentials. */
  secret?: boolean;
}

/** ISE: the labels of the page's fields are those of Administration > System > Settings > SMS Gateway. */
const HTTP: FieldSpec[] = [
  { name: 'url', kind: 'lines', fallback: '', secret: true },
  { name: 'data', kind: 'lines', fallback: '', secret: true },
  { name: 'useHttpPost', kind: 'flag', fallback: false },
  { name: 'httpPostContentType', kind: 'line', fallback: '' },
  { name: 'httpsUsername', kind: 'line', fallback: '', secret: true },
  { name: 'httpsPassword', kind: 'password', fallback: '', secret: true },
  { name: 'httpsHost', kind: 'line', fallback: '' },
  { name: 'httpsPort', kind: 'number', fallback: 443 },
  { name: 'breakUpLongMessage', kind: 'flag', fallback: false },
];

const SMTP: FieldSpec[] = [
  { name: 'providerDomain', kind: 'line', fallback: '' },
  { name: 'providerAccountAddress', kind: 'line', fallback: '' },
  { name: 'smtpApiDestinationAddress', kind: 'line', fallback: '' },
  { name: 'smtpApiBodyTemplate', kind: 'lines', fallback: '', secret: true },
];

const PLUS = { name: 'emulator.plus', kind: 'choice', fallback: null, values: ['keep', 'strip'] } as const;
const TIMEOUT = { name: 'emulator.timeoutMs', kind: 'number', fallback: null } as const;
const YES_NO = ['true', 'false'] as const;

/** What nobody could verify on a real ISE. */
const HTTP_EMULATOR: FieldSpec[] = [
  PLUS,
  { name: 'emulator.spaces', kind: 'choice', fallback: null, values: ['plus', 'percent'] },
  { name: 'emulator.authorization', kind: 'choice', fallback: null, values: ['basic', 'bearer', 'raw'] },
  { name: 'emulator.preemptiveAuth', kind: 'choice', fallback: null, values: YES_NO },
  { name: 'emulator.keepQueryOnPost', kind: 'choice', fallback: null, values: YES_NO },
  { name: 'emulator.postBody', kind: 'choice', fallback: null, values: ['auto', 'build', 'template'] },
  { name: 'emulator.replay', kind: 'choice', fallback: null, values: ['off', 'any', 'accepted', 'refused'] },
  TIMEOUT,
];

export type RowType = 'http' | 'smtp';

/** The fields of a kind of row, in the order of ISE's page, and those of the emulator. */
export function fieldsOf(type: RowType): { own: FieldSpec[]; emulator: FieldSpec[] } {
  return type === 'http' ? { own: HTTP, emulator: HTTP_EMULATOR } : { own: SMTP, emulator: [PLUS, TIMEOUT] };
}
