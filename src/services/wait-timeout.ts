import type { ReceivedMessage } from '../domain/stores.ts';

/** Nothing matched in time. The message says what was waited for, what came instead, and what failed. */
export class WaitTimeout extends Error {
  constructor(
    waited: { to?: string; channel?: string; after?: string; timeoutMs: number },
    arrived: { total: number; items: ReceivedMessage[] },
    failure: { to: string; provider: string; reason: string } | null,
  ) {
    const what = waited.channel === 'sms' ? 'SMS' : (waited.channel ?? 'message');
    const since = waited.after === undefined ? '' : ` after message ${waited.after}`;
    const to = waited.to === undefined ? '' : ` to ${waited.to}`;
    super(
      [
        `No ${what}${to} arrived within ${waited.timeoutMs} ms${since}.`,
        instead(arrived, since),
        failed(failure),
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    );
    this.name = 'WaitTimeout';
  }
}

function instead({ total, items }: { total: number; items: ReceivedMessage[] }, since: string): string {
  if (total === 0) return `Nothing arrived${since} at all.`;
  const list = items.map(
    (message) =>
      `${message.channel} to ${message.to} through ${message.provider} at ${message.receivedAt} (${shorten(message.text)})`,
  );
  const more = total > items.length ? `; and ${total - items.length} more` : '';
  return `What did arrive${since}: ${list.join('; ')}${more}.`;
}

function failed(failure: { to: string; provider: string; reason: string } | null): string {
  if (failure === null) return '';
  return `The newest failed delivery to ${failure.to}, through ${failure.provider}: ${failure.reason}`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line);
}
