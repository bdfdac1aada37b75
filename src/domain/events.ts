/** What happened, for whoever watches: the live inspector, and those who wait for a message. */
export type LabEvent =
  | { type: 'delivery'; id: string }
  | { type: 'message'; id: string }
  | { type: 'request'; id: string }
  | { type: 'reset' };

export interface Events {
  publish(event: LabEvent): void;
  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: LabEvent) => void): () => void;
}

/** Listeners run at once and in order; one that throws does not keep the others from hearing. */
export function createEvents(): Events {
  const listeners = new Set<(event: LabEvent) => void>();
  return {
    publish(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
