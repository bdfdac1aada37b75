import { addressKey } from '../../domain/address.ts';
import { AppError } from '../../domain/errors.ts';
import { type SmsSegments, smsSegments } from '../../domain/sms-segments.ts';
import type { Recipient } from '../../domain/stores.ts';
import { mailSource } from './mail-source.ts';
import type { Models } from './models.ts';
import { DEFAULT_LIMIT, type Listing, paged } from './paging.ts';
import type { InspectorParts } from './parts.ts';
import { type MessageSummary, presentMessage } from './present-message.ts';
import { utf8OrLatin1 } from './read-http.ts';
import type { Query } from './read-query.ts';
import { texts } from './texts.ts';

type PageQuery = Partial<Query<'limit' | 'offset'>>;

/** A phone or a mailbox of the list. */
export interface RecipientView {
  /** The number or the address, as the last message had it. */
  to: string;
  /** How many messages it got. */
  amount: number;
  last: MessageSummary;
  links: { self: string };
}

/** An SMS on a phone. */
export interface BubbleView extends MessageSummary {
  sms: SmsSegments;
}

/** Messages of one number or address, newest first; an unknown one has none yet. */
export interface RecipientMessages<T> extends Listing<T> {
  /** As the newest message has it; as it was asked for when there is none. */
  to: string;
}

/** A mail as a mailbox shows it. */
export interface MailView extends MessageSummary {
  /** As received, folded lines joined; empty when it did not come by SMTP. */
  headers: { name: string; value: string }[];
  /** The whole mail as text; null when it did not come by SMTP. */
  source: string | null;
  mail: { self: string; mailbox: string; html: string | null; eml: string | null };
}

export type RecipientModels = ReturnType<typeof createRecipientModels>;

/** Phones and mailboxes, for pages and API. `base` is the address of the lab in links. */
export function createRecipientModels({ received, inbox }: InspectorParts, models: Models) {
  const summary = (message: Recipient['last'], base: string) =>
    presentMessage(message, inbox.credentialsOf(message), base);

  async function list(channel: 'sms' | 'email', query: PageQuery, base: string) {
    const { limit = DEFAULT_LIMIT, offset = 0 } = query;
    const path = `${base}/${channel === 'sms' ? 'phones' : 'mailboxes'}`;
    const { total, items } = await received.listRecipients({ channel, limit, offset });
    const views = items.map(
      ({ key, amount, last }): RecipientView => ({
        to: last.to,
        amount,
        last: summary(last, base),
        links: { self: `${path}/${encodeURIComponent(key)}` },
      }),
    );
    return paged({ total, items: views }, { limit, offset }, path);
  }

  async function messagesOf(
    channel: 'sms' | 'email',
    to: string,
    { limit = DEFAULT_LIMIT, offset = 0 }: PageQuery,
  ) {
    const key = addressKey(to);
    if (key === '' || key.includes('@') !== (channel === 'email')) {
      throw new AppError('not-found', texts(`inspector_no_recipient_${channel}_error`, { to }));
    }
    const { total, items } = await received.listMessages({ to: key, channel, limit, offset });
    return { key, total, items, limit, offset };
  }

  return {
    phones: (query: PageQuery, base: string) => list('sms', query, base),
    mailboxes: (query: PageQuery, base: string) => list('email', query, base),

    async phone(number: string, query: PageQuery, base: string): Promise<RecipientMessages<BubbleView>> {
      const { key, total, items, limit, offset } = await messagesOf('sms', number, query);
      const bubbles = items.map((message) => ({ ...summary(message, base), sms: smsSegments(message.text) }));
      const path = `${base}/phones/${encodeURIComponent(key)}`;
      return {
        to: items[0]?.to ?? number,
        ...paged({ total, items: bubbles }, { limit, offset }, path),
      };
    },

    async mailbox(
      address: string,
      query: PageQuery,
      base: string,
    ): Promise<RecipientMessages<MessageSummary>> {
      const { key, total, items, limit, offset } = await messagesOf('email', address, query);
      const mails = items.map((message) => summary(message, base));
      const path = `${base}/mailboxes/${encodeURIComponent(key)}`;
      return { to: items[0]?.to ?? address, ...paged({ total, items: mails }, { limit, offset }, path) };
    },

    async mail(address: string, id: string, base: string): Promise<MailView> {
      const message = await models.findMessage(id);
      const key = addressKey(address);
      if (message.channel !== 'email' || addressKey(message.to) !== key) {
        throw new AppError('not-found', texts('inspector_no_message_error', { id }));
      }
      const view = summary(message, base);
      const source = await sourceOf(message.requestId);
      const mailbox = `${base}/mailboxes/${encodeURIComponent(key)}`;
      return {
        ...view,
        headers: source?.headers ?? [],
        source: source === null ? null : utf8OrLatin1(source.bytes),
        mail: {
          self: `${mailbox}/${encodeURIComponent(id)}`,
          mailbox,
          html: message.html === null ? null : `${view.links.self}/html`,
          eml: source === null ? null : `${view.links.self}/eml`,
        },
      };
    },

    /** The bytes of a mail; throws `not-found` for what was no mail. */
    async eml(id: string): Promise<Buffer> {
      const source = await sourceOf((await models.findMessage(id)).requestId);
      if (source === null) throw new AppError('not-found', texts('inspector_mail_no_source_error'));
      return source.bytes;
    },
  };

  async function sourceOf(requestId: string) {
    const request = await received.findRequest(requestId);
    return request && mailSource(request, models.secrets());
  }
}
