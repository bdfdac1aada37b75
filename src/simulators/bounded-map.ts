/** A map that keeps its newest entries and forgets the oldest, so that memory does not grow with history. */
export class BoundedMap<K, V> {
  #entries = new Map<K, V>();
  #limit: number;
  #onDrop: (value: V) => void;

  constructor(limit: number, onDrop: (value: V) => void = () => {}) {
    this.#limit = limit;
    this.#onDrop = onDrop;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  /** Adds the entry as the newest, or replaces the value of an entry where it stands. */
  set(key: K, value: V): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    for (const [oldest, dropped] of this.#entries) {
      this.#entries.delete(oldest);
      this.#onDrop(dropped);
      return;
    }
  }

  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Oldest first. */
  values(): IterableIterator<V> {
    return this.#entries.values();
  }
}
