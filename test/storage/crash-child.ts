/**
 * A process that is meant to be killed: `node crash-child.ts FILE STEP...` opens the stores, takes the steps, says so on
 * standard output, and then holds everything open.
 */
import { openStores } from '../../src/storage/index.ts';
import { aDelivery, anAccount, aRequest, NOW } from './builders.ts';

const [file = '', ...steps] = process.argv.slice(2);
const { accounts, deliveries, received } = await openStores({ file });
for (const step of steps) {
  if (step === 'register') {
    const account = anAccount();
    await accounts.create(account, [
      aDelivery({ id: 'd1', accountId: account.id }),
      aDelivery({ id: 'd2', accountId: account.id, provider: 'SMTP server' }),
    ]);
  } else if (step === 'claim') {
    await deliveries.claim({ busyProviders: [], now: NOW });
  } else if (step === 'mark') {
    await deliveries.markTransmitting('d1', 1, NOW);
  } else if (step === 'receive') {
    await received.saveRequest(aRequest());
  } else {
    throw new Error(`no such step: ${step}`);
  }
}
process.stdout.write('ready\n');
setInterval(() => {}, 60_000);
