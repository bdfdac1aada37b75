import type { Receipt, Reply } from '../../domain/channel.ts';
import { replyText } from '../../domain/reply-text.ts';
import { readClickatellClassic } from './clickatell-classic.ts';
import { readClickatellPlatform } from './clickatell-platform.ts';
import { readClickatellRest } from './clickatell-rest.ts';
import { readPlain } from './plain.ts';
import { readTelnyx } from './telnyx.ts';
import { readTwilio } from './twilio.ts';
import { readVonage } from './vonage.ts';

/** An answer as a vendor's reader sees it: text, and the value when it is JSON. */
export interface Answer {
  status: number;
  text: string;
  json: unknown;
}

/** Null when the answer is not of this vendor's shape. */
export type AnswerReader = (answer: Answer) => Receipt | null;

const READERS: AnswerReader[] = [
  readClickatellClassic,
  readClickatellRest,
  readClickatellPlatform,
  readTwilio,
  readTelnyx,
  readVonage,
  readPlain,
];

/** What the provider really said. Only a 2xx whose body is understood as a yes is `accepted`. */
export function readHttpReply(reply: Reply): Receipt {
  if (reply.protocol !== 'http') return { verdict: 'unclear', reason: 'The answer is not HTTP.' };
  const { status } = reply;
  const text = replyText(reply);
  const answer: Answer = { status, text, json: parseJson(text) };
  const understood = READERS.map((read) => read(answer)).find((receipt) => receipt !== null) ?? null;
  if (status >= 200 && status < 300) {
    return (
      understood ?? {
        verdict: 'unclear',
        reason: `HTTP ${status} with ${excerpt(text)}, which says neither yes nor no.`,
      }
    );
  }
  if (understood?.verdict === 'refused') return understood;
  if (status >= 300 && status < 400) {
    const location = reply.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    return {
      verdict: 'refused',
      reason: `HTTP ${status}: a redirect to ${location === undefined ? 'nowhere' : place(location)}, which ISE does not follow.`,
    };
  }
  return { verdict: 'refused', reason: `HTTP ${status} with ${excerpt(text)}.` };
}

/** Scheme, host and path: most redirects repeat the query, with the guest's text and password. */
function place(location: string): string {
  return location.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return 'an empty body';
  return `the body "${line.length > 120 ? `${line.slice(0, 120)}…` : line}"`;
}
