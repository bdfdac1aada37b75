import { openStores } from '../../src/storage/index.ts';
import { describeStorage } from '../contracts/describe-storage.ts';
import { temporaryFolder } from './temporary-folder.ts';

describeStorage('SQLite in memory', () => openStores({ file: ':memory:' }));

describe('files', () => {
  const path = temporaryFolder();
  describeStorage('a SQLite file', () => openStores({ file: path('ise-guest.sqlite') }));
});
