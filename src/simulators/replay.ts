import { type Answer, answer } from './http/answer.ts';
import type { SimRequest } from './http/sim-request.ts';

/** Answers that somebody recorded elsewhere; null leaves a request to the vendors. */
export type Replay = (request: {
  method: string;
  /** Path and query, not decoded. */
  target: string;
  header(name: string): string | undefined;
  body: Buffer;
}) => Promise<ReplayedAnswer | null>;

export interface ReplayedAnswer {
  status: number;
  headers: [name: string, value: string][];
  body: string;
  refusal: string | null;
  /** What was accepted; null for a refusal. */
  message: { to: string; text: string; providerMessageId: string } | null;
}

/** Under which name requests are kept that were answered so. */
export const REPLAYED = 'recordings';

export async function replayed(request: SimRequest, replay: Replay): Promise<Answer | null> {
  const { method, path, query, header, body } = request;
  const recorded = await replay({ method, target: query === '' ? path : `${path}?${query}`, header, body });
  if (recorded === null) return null;
  const { status, headers, refusal, message } = recorded;
  const messages = message
    ? [{ ...message, channel: 'sms' as const, provider: REPLAYED, from: '', subject: null, html: null }]
    : [];
  return { ...answer(status, '', recorded.body, { refusal, messages }), headers };
}
