/**
 * Clickatell's error table, shared by its classic HTTP, REST and SMTP APIs (documentation of the archived APIs).
 * Where a server was seen to spell a text differently from the table (105, 301), the server wins.
 */
const ERRORS: Record<string, { text: string; status: number }> = {
  '001': { text: 'Authentication failed', status: 401 },
  '002': { text: 'Unknown username or password', status: 401 },
  '003': { text: 'Session ID expired', status: 401 },
  '004': { text: 'Account frozen', status: 401 },
  '005': { text: 'Missing session ID', status: 401 },
  '007': { text: 'IP Lockdown violation', status: 401 },
  '100': { text: 'Data malformed', status: 400 },
  '101': { text: 'Invalid or missing parameters', status: 400 },
  '102': { text: 'Invalid user data header', status: 400 },
  '103': { text: 'Unknown API message ID', status: 404 },
  '104': { text: 'Unknown client message ID', status: 404 },
  '105': { text: 'Invalid Destination Address', status: 400 },
  '106': { text: 'Invalid source address', status: 400 },
  '107': { text: 'Empty message', status: 400 },
  '108': { text: 'Invalid or missing API ID', status: 400 },
  '109': { text: 'Missing message ID', status: 404 },
  '113': { text: 'Maximum message parts exceeded', status: 400 },
  '114': { text: 'Cannot route message', status: 410 },
  '115': { text: 'Message expired', status: 400 },
  '116': { text: 'Invalid Unicode data', status: 400 },
  '120': { text: 'Invalid delivery time', status: 400 },
  '121': { text: 'Destination mobile number blocked', status: 410 },
  '122': { text: 'Destination mobile opted out', status: 410 },
  '123': { text: 'Invalid Sender ID', status: 400 },
  '128': { text: 'Number delisted', status: 410 },
  '130': { text: 'Maximum MT limit exceeded until', status: 429 },
  '201': { text: 'Invalid batch ID', status: 400 },
  '202': { text: 'No batch template', status: 400 },
  '301': { text: 'No Credit Left', status: 402 },
  '901': { text: 'Internal error', status: 503 },
};

/** Concern the whole request; the others a single number. */
const REQUEST_LEVEL = new Set(['001', '002', '003', '004', '005', '007', '100', '101', '107', '108', '901']);

export class ClickatellError extends Error {
  readonly code: string;
  /** Of the REST API. */
  readonly status: number;
  readonly requestLevel: boolean;

  /** `text` replaces the table's. An unknown code counts as 901. */
  constructor(code: string, text?: string) {
    const known = ERRORS[code] ?? { text: 'Internal error', status: 503 };
    super(text ?? known.text);
    this.code = code;
    this.status = known.status;
    this.requestLevel = REQUEST_LEVEL.has(code);
  }

  /** As the classic API prints it. */
  get line(): string {
    return `ERR: ${this.code}, ${this.message}`;
  }
}

/** A scripted error; 130 carries the time until which the account is barred. */
export function scriptedError(fault: { code: string; text?: string }, now: Date): ClickatellError {
  const barred =
    fault.code === '130'
      ? `Maximum MT limit exceeded until ${Math.floor(now.getTime() / 1000) + 86_400}`
      : undefined;
  return new ClickatellError(fault.code, fault.text ?? barred);
}

/** `105`, `5` or `005`: the three digits of the table, or null. */
export function readClickatellCode(code: string): string | null {
  const padded = /^\d{1,3}$/.test(code) ? code.padStart(3, '0') : code;
  return padded in ERRORS ? padded : null;
}

export const CLICKATELL_CODES = `one of Clickatell's codes ${Object.keys(ERRORS).sort().join(', ')}`;
