import { addressKey } from '../domain/address.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { DeliveryStore } from '../domain/stores.ts';

/** A request at a simulator, for which the delivery that caused it is looked for. */
export interface Arrival {
  to: string[];
  /** What came, as text. */
  raw: string;
}

/** Knows which deliveries are being sent right now. */
export interface UnderWay {
  /** The same store, watched: what is claimed or opened is under way until it is finished. */
  watch(store: DeliveryStore): DeliveryStore;
  /** The tag of the delivery that this is; null when it has none, or when it cannot be told which it is. */
  tagOf(arrival: Arrival): string | null;
  forget(): void;
}

/**
 * A message on the wire bears no mark of the test it belongs to, as ISE sends none. It is recognised by its Message-ID,
 * by its text, or by its recipient if all deliveries under way to that one have the same tag. `onFinish` is called when
 * a delivery with a tag was accepted, with the provider's name for it, which leaves no doubt.
 */
export function createUnderWay(parts: {
  onFinish(providerMessageId: string, tag: string): Promise<void>;
}): UnderWay {
  const known = new Map<string, { delivery: Delivery; text: string; toKey: string }>();

  function begin(delivery: Delivery): void {
    known.set(delivery.id, {
      delivery,
      text: letters(delivery.message.text),
      toKey: addressKey(delivery.to),
    });
  }

  return {
    watch: (store) => ({
      ...store,
      async open(delivery) {
        await store.open(delivery);
        // Read back, because the store fills the tag in.
        begin((await store.find(delivery.id))?.delivery ?? delivery);
      },
      async claim(options) {
        const claimed = await store.claim(options);
        if (claimed) begin(claimed.delivery);
        return claimed;
      },
      async finish(id, attempt, outcome) {
        const tag = known.get(id)?.delivery.tag ?? null;
        known.delete(id);
        await store.finish(id, attempt, outcome);
        const name = outcome.receipt?.providerMessageId;
        if (tag !== null && name) await parts.onFinish(name, tag);
      },
    }),
    tagOf({ to, raw }) {
      if ([...known.values()].every(({ delivery }) => !delivery.tag)) return null;
      const keys = new Set(to.map(addressKey));
      const readable = letters(decoded(raw));
      const all = [...known.values()];
      const byId = all.filter(({ delivery }) => raw.includes(`<${delivery.message.id}@`));
      const byText = all.filter(({ text }) => text !== '' && readable.includes(text));
      const byBoth = byText.filter(({ toKey }) => keys.has(toKey));
      const byRecipient = all.filter(({ toKey }) => keys.has(toKey));
      for (const found of [byId, byBoth, byText, byRecipient]) {
        if (found.length > 0) return common(found.map(({ delivery }) => delivery.tag ?? null));
      }
      return null;
    },
    forget: () => known.clear(),
  };
}

/** What all of them are; null when they differ. */
function common(tags: (string | null)[]): string | null {
  const [first = null] = tags;
  return tags.every((tag) => tag === first) ? first : null;
}

/** What is left of a text whatever a form, JSON or a mail made of its blanks and signs. */
function letters(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}

/** Undoes, loosely, what forms, JSON and quoted-printable do to letters. */
function decoded(raw: string): string {
  const byte = (_: string, hex: string) => String.fromCharCode(Number.parseInt(hex, 16));
  const mail = /^content-transfer-encoding: *quoted-printable/im.test(raw)
    ? raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, byte)
    : raw;
  return mail
    .replace(/%([0-9A-Fa-f]{2})/g, byte)
    .replace(/\\u([0-9A-Fa-f]{4})/g, byte)
    .replace(/\\[bfnrt]/g, ' ');
}
