import type { InboxMessage } from './inbox.ts';
import { describeFilter, type InboxFilter } from './inbox-filter.ts';
import { describeMessage } from './wait-timeout.ts';

/** A message came that should not have come; it is in `received`. */
export class UnexpectedMessage extends Error {
  readonly received: InboxMessage;

  constructor(filter: InboxFilter, message: InboxMessage) {
    super(`No ${describeFilter(filter)} was expected, and one came: ${describeMessage(message)}.`);
    this.name = 'UnexpectedMessage';
    this.received = message;
  }
}
