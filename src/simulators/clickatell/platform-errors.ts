/**
 * The errors of Clickatell's Platform API, whose numbers are those of the older APIs, and of its One API, whose numbers
 * start anew. Texts in the vendor's words where a client or the documentation quotes them.
 */
const PLATFORM: Record<number, string> = {
  100: 'Data malformed.',
  101: 'Invalid or missing parameters.',
  105: 'Invalid destination address.',
  106: 'Invalid source address.',
  107: 'Empty message.',
  108: 'Invalid or missing integration API Key.',
  113: 'Maximum message parts exceeded.',
  114: 'Cannot route message.',
  120: 'Invalid delivery time.',
  121: 'Destination mobile number blocked.',
  122: 'Destination mobile opted out.',
  128: 'Number delisted.',
  130: 'Maximum MT limit exceeded.',
  301: 'No credit left.',
  901: 'Internal error.',
};

const ONE_API: Record<number, string> = {
  1: 'Invalid or missing integration API Key.',
  2: 'Account is inactive.',
  3: 'Integration is inactive.',
  7: 'IP Lockdown violation.',
  18: 'Internal error.',
  19: 'Service temporarily unavailable.',
  20: 'Insufficient balance.',
  21: 'Malformed request.',
  22: 'Too many messages.',
  23: 'Invalid or missing parameter',
  24: 'Maximum content size exceeded.',
  25: 'Invalid recipient address',
  26: 'Recipient opted out.',
  27: 'Recipient not available on channel.',
  28: 'Recipient not registered in sandbox.',
  38: 'Channel not available.',
  39: 'Channel not supported.',
  40: 'Invalid charset.',
  41: 'Resource not found.',
  42: 'Method not allowed.',
  43: 'Rate limit exceeded.',
  44: 'FROM number suspended.',
  45: 'FROM number not related to integration.',
  46: 'Demo expired.',
  100: 'Maximum message parts exceeded.',
  101: 'Two-way integration not supported.',
  110: 'Not allowed to send to USA numbers.',
  111: 'FROM number required to send to USA numbers.',
};

const ONE_API_STATUS: Record<number, number> = { 1: 401, 7: 401, 18: 500, 19: 503, 20: 402 };

/** Every request-level answer but these concerns one number. */
const PLATFORM_REQUEST_LEVEL = new Set([100, 101, 108, 901]);

export interface PlatformError {
  code: number;
  text: string;
  /** Of the One API: 400 but for a few. */
  status: number;
  requestLevel: boolean;
}

export function platformError(code: number, text?: string): PlatformError {
  const words = text ?? PLATFORM[code] ?? ONE_API[code] ?? 'Internal error.';
  return { code, text: words, status: 202, requestLevel: PLATFORM_REQUEST_LEVEL.has(code) };
}

export function oneApiError(code: number, text?: string): PlatformError {
  const words = text ?? ONE_API[code] ?? PLATFORM[code] ?? 'Internal error.';
  return { code, text: words, status: ONE_API_STATUS[code] ?? 400, requestLevel: code < 23 };
}

/** The code as a plain number, or null when neither API has it. */
export function readPlatformCode(code: string): string | null {
  const number = /^\d{1,3}$/.test(code) ? Number(code) : Number.NaN;
  return number in PLATFORM || number in ONE_API ? String(number) : null;
}

export const PLATFORM_CODES = `one of the Platform's codes ${Object.keys(PLATFORM).join(', ')}, or of the One API's ${Object.keys(ONE_API).join(', ')}`;
