import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import type { Stores } from '../../src/domain/stores.ts';
import { openStores } from '../../src/storage/index.ts';
import { anAccount, MAYBE_SENT, NOT_SENT, NOW } from './builders.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('storage and other processes', function () {
  // Processes start slowly on a busy machine.
  this.timeout(120_000);
  const path = temporaryFolder();

  it('open: when the process before was killed with a commit just acknowledged, all of it is there', async () => {
    const stores = await reopenedAfterKill(path('ise-guest.sqlite'), 'register', 'receive');
    assert.deepEqual(await stores.accounts.findByUsername('JDOE'), anAccount());
    assert.deepEqual(await stores.deliveries.counts(), { queued: 2, sending: 0, sent: 0, failed: 0 });
    assert.equal((await stores.received.listRequests({ limit: 1 })).total, 1);
    await stores.close();
  });

  it('recover: when the process was killed between claim and send, the delivery is queued again', async () => {
    const stores = await reopenedAfterKill(path('ise-guest.sqlite'), 'register', 'claim');
    assert.deepEqual(await stores.deliveries.counts(), { queued: 1, sending: 1, sent: 0, failed: 0 });
    assert.deepEqual(await recover(stores), { requeued: 1, marked: 0 });
    assert.equal((await stores.deliveries.claim({ busyProviders: [], now: NOW }))?.delivery.id, 'd1');
    await stores.close();
  });

  it('recover: when the process was killed while sending, the delivery is marked, not repeated', async () => {
    const stores = await reopenedAfterKill(path('ise-guest.sqlite'), 'register', 'claim', 'mark', 'claim');
    assert.deepEqual(await recover(stores), { requeued: 1, marked: 1 });
    const marked = await stores.deliveries.find('d1');
    assert.equal(marked?.delivery.mayHaveBeenSent, true);
    assert.equal(marked?.attempts[0]?.endedAt, MAYBE_SENT.endedAt);
    assert.equal((await stores.deliveries.claim({ busyProviders: [], now: NOW }))?.delivery.id, 'd2');
    assert.equal(await stores.deliveries.claim({ busyProviders: [], now: NOW }), null);
    await stores.close();
  });

  it('open: when another process has the folder, a conflict names folder and process; once that is dead, it opens', async () => {
    const file = path('ise-guest.sqlite');
    const child = await running(file, 'register');
    await assert.rejects(openStores({ file }), (error: Error & { code?: string }) => {
      assert.equal(error.name, 'AppError');
      assert.equal(error.code, 'conflict');
      assert.ok(error.message.includes(dirname(file)), error.message);
      assert.ok(error.message.includes(`process ${child.pid} `), error.message);
      return true;
    });
    await kill(child);
    const stores = await openStores({ file });
    assert.equal((await stores.accounts.list({ limit: 1, offset: 0 })).total, 1);
    await stores.close();
  });

  it('open: when this very process has the folder open, a conflict too; after close it opens', async () => {
    const file = path('ise-guest.sqlite');
    const first = await openStores({ file });
    await assert.rejects(openStores({ file }), { name: 'AppError', code: 'conflict' });
    await first.close();
    await (await openStores({ file })).close();
  });
});

function recover({ deliveries }: Stores): Promise<{ requeued: number; marked: number }> {
  return deliveries.recover({ notSent: NOT_SENT, maybeSent: MAYBE_SENT });
}

async function reopenedAfterKill(file: string, ...steps: string[]): Promise<Stores> {
  await kill(await running(file, ...steps));
  return openStores({ file });
}

/** A child that has taken the steps and waits. */
async function running(file: string, ...steps: string[]): Promise<ChildProcess> {
  const script = join(import.meta.dirname, 'crash-child.ts');
  const child = spawn(process.execPath, [script, file, ...steps], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the child ended by itself')));
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => {});
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
