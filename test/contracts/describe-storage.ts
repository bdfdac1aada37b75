import { describeAccountLife } from '../storage/describe-account-life.ts';
import { describeAccounts } from '../storage/describe-accounts.ts';
import { describeDeliveryLists } from '../storage/describe-delivery-lists.ts';
import { describeNetwork } from '../storage/describe-network.ts';
import { describeQueue } from '../storage/describe-queue.ts';
import { describeReceived } from '../storage/describe-received.ts';
import { describeRecovery } from '../storage/describe-recovery.ts';
import { describeSearch } from '../storage/describe-search.ts';
import { describeSessions } from '../storage/describe-sessions.ts';
import { describeSponsors } from '../storage/describe-sponsors.ts';
import { describeStores } from '../storage/describe-stores.ts';
import type { OpenEmpty } from '../storage/with-stores.ts';

/** Every promise of `domain/stores.ts`, to be kept by every engine. `open` gives empty stores each time. */
export function describeStorage(name: string, open: OpenEmpty): void {
  describe(`storage on ${name}`, () => {
    describeStores(open);
    describeAccounts(open);
    describeAccountLife(open);
    describeNetwork(open);
    describeQueue(open);
    describeRecovery(open);
    describeDeliveryLists(open);
    describeReceived(open);
    describeSearch(open);
    describeSessions(open);
    describeSponsors(open);
  });
}
