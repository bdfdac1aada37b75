import type { Stores } from '../../src/domain/stores.ts';

/** Opens stores that hold nothing yet. */
export type OpenEmpty = () => Promise<Stores>;

/** A test body with stores of its own, closed whatever happens. */
export function withStores(open: OpenEmpty, body: (stores: Stores) => Promise<void>): () => Promise<void> {
  return async () => {
    const stores = await open();
    try {
      await body(stores);
    } finally {
      await stores.close();
    }
  };
}
