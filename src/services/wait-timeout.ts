import type { ReceivedMessage } from '../domain/stores.ts';
import { describeFilter, type InboxFilter } from './inbox-filter.ts';

/** Nothing matched in time. The message says what was waited for, what came instead, and what failed. */
export class WaitTimeout extends Error {
  constructor(
    waited: InboxFilter & { after?: string; timeoutMs: number },
    arrived: { total: number; items: ReceivedMessage[] },
    failure: { to: string; provider: string; reason: string } | null,
  ) {
    const since = waited.after === undefined ? '' : ` after message ${waited.after}`;
    super(
      [
        `No ${describeFilter(waited)} arrived within ${waited.timeoutMs} ms${since}.`,
        instead(arrived, since, waited.tag),
        failed(failure),
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    );
    this.name = 'WaitTimeout';
  }
}

/** One message, in few words. */
export function describeMessage(
  message: Pick<ReceivedMessage, 'channel' | 'to' | 'provider' | 'receivedAt' | 'text' | 'tag'>,
): string {
  const tag = message.tag ? ` with the tag ${JSON.stringify(message.tag)}` : '';
  return `${message.channel} to ${message.to}${tag} through ${message.provider} at ${message.receivedAt} (${shorten(message.text)})`;
}

/** Of a test with a tag, the messages of other tests are left out. */
function instead(
  { total, items }: { total: number; items: ReceivedMessage[] },
  since: string,
  tag: string | undefined,
): string {
  if (total === 0)
    return tag === undefined ? `Nothing arrived${since} at all.` : `Nothing with this tag arrived${since}.`;
  const more = total > items.length ? `; and ${total - items.length} more` : '';
  return `What did arrive${since}: ${items.map(describeMessage).join('; ')}${more}.`;
}

function failed(failure: { to: string; provider: string; reason: string } | null): string {
  if (failure === null) return '';
  return `The newest failed delivery to ${failure.to}, through ${failure.provider}: ${failure.reason}`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line);
}
