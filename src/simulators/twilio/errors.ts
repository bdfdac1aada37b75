/**
 * Twilio's error table for Messages. Texts are those seen on the wire; where nobody quoted the wire, the title of
 * Twilio's error dictionary stands in, marked TITLE. Numbers go into the texts as the request had them.
 */
export interface ErrorValues {
  to?: string | undefined;
  from?: string | undefined;
  path?: string | undefined;
}

type Row = [status: number, text: (values: ErrorValues) => string];

const ERRORS: Record<number, Row> = {
  20003: [401, () => 'Authenticate'],
  // TITLE
  20004: [405, () => 'Method not allowed'],
  // TITLE
  20008: [403, () => 'Test Credentials'],
  // GUESS: status and words; the documentation says that an unfinished message cannot be deleted.
  20009: [409, () => 'Cannot change or delete the message in its present status'],
  20404: [404, ({ path }) => `The requested resource ${path} was not found`],
  20429: [429, () => 'Too Many Requests'],
  // TITLE
  20500: [500, () => 'Internal Server Error'],
  // TITLE
  20503: [503, () => 'Service unavailable'],
  21211: [400, ({ to = '' }) => `Invalid 'To' Phone Number: ${masked(to)}`],
  21212: [
    400,
    ({ from }) =>
      `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
  ],
  21266: [400, () => "'To' and 'From' number cannot be the same"],
  21408: [
    400,
    ({ to = '' }) =>
      `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${masked(to)}`,
  ],
  21602: [400, () => 'Message body is required.'],
  21603: [400, () => "A 'From' phone number is required."],
  21604: [400, () => "A 'To' phone number is required."],
  21606: [
    400,
    ({ from }) =>
      `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`,
  ],
  21608: [
    400,
    ({ to }) =>
      `The number ${to} is unverified. Trial accounts cannot send messages to unverified numbers; verify ${to} at twilio.com/user/account/phone-numbers/verified, or purchase a Twilio number to send messages to unverified numbers.`,
  ],
  // TITLE
  21609: [400, () => "Invalid 'StatusCallback'"],
  21610: [400, () => 'Attempt to send to unsubscribed recipient'],
  // TITLE
  21611: [400, () => "This 'From' number has exceeded the maximum number of queued messages"],
  21612: [
    400,
    ({ to, from }) =>
      `The 'To' phone number: ${to}, is not currently reachable using the 'From' phone number: ${from} via SMS.`,
  ],
  21614: [400, ({ to }) => `To number: ${to}, is not a mobile number`],
  21617: [400, () => 'The concatenated message body exceeds the 1600 character limit.'],
  21619: [400, () => 'A text message body or media urls must be specified.'],
  // TITLE
  21620: [400, () => 'Invalid media URL(s)'],
  // TITLE
  21623: [400, () => 'Number of media files exceeds allowed limit'],
  // TITLE
  21653: [400, () => 'There are more recipient addresses than allowed'],
  21659: [400, ({ from }) => `'From' ${from} is not a Twilio phone number or Short Code country mismatch`],
  // TITLE, 21660 to 21705
  21660: [400, () => "Mismatch between the 'From' number and the account"],
  21661: [400, () => "'From' number is not SMS-capable"],
  21701: [404, () => 'The Messaging Service does not exist'],
  21703: [400, () => 'The Messaging Service does not have a sender available'],
  21704: [400, () => 'The Messaging Service contains no phone numbers'],
  21705: [400, () => 'The Messaging Service SID is invalid'],
  // TITLE
  21910: [400, () => 'Invalid From and To pair (channel mismatch)'],
};

/** Errors of delivery: the message is taken with 201, and fails on its way. */
const DELIVERY: Record<number, { status: 'failed' | 'undelivered'; text: string }> = {
  14107: { status: 'failed', text: 'SMS send rate limit exceeded' },
  30001: { status: 'failed', text: 'Queue overflow' },
  30002: { status: 'failed', text: 'Account suspended' },
  30003: { status: 'undelivered', text: 'Unreachable destination handset' },
  30004: { status: 'undelivered', text: 'Message blocked' },
  30005: { status: 'undelivered', text: 'Unknown destination handset' },
  30006: { status: 'undelivered', text: 'Landline or unreachable carrier' },
  30007: { status: 'undelivered', text: 'Carrier violation' },
  30008: { status: 'undelivered', text: 'Unknown error' },
  30034: { status: 'undelivered', text: 'Message from an unregistered number' },
};

export class TwilioError extends Error {
  readonly code: number;
  readonly status: number;
  /** Only 401s carry one. */
  readonly detail: string | null;

  /** `text` replaces the table's. An unknown code counts as 20500. */
  constructor(
    code: number,
    values: ErrorValues = {},
    more: { text?: string | undefined; detail?: string } = {},
  ) {
    const [status, text] = ERRORS[code] ?? ERRORS[20500] ?? [500, () => 'Internal Server Error'];
    super(more.text ?? text(values));
    this.code = code;
    this.status = status;
    this.detail = more.detail ?? null;
  }
}

export interface DeliveryFailure {
  code: number;
  status: 'failed' | 'undelivered';
  text: string;
}

/** Null for a code that is not one of delivery. */
export function deliveryFailure(code: number): DeliveryFailure | null {
  const known = DELIVERY[code];
  return known ? { code, ...known } : null;
}

/** The code as a plain number, or null when there is none such. */
export function readTwilioCode(code: string): string | null {
  const number = /^\d{5}$/.test(code) ? Number(code) : Number.NaN;
  return number in ERRORS || number in DELIVERY ? String(number) : null;
}

export const TWILIO_CODES = `one of Twilio's codes ${Object.keys({ ...ERRORS, ...DELIVERY }).join(', ')}`;

/** Twilio hides the last four digits. */
function masked(number: string): string {
  return number.replace(/.{1,4}$/s, (last) => 'X'.repeat(last.length));
}
