import type { Attempt } from '../../domain/delivery.ts';
import { AppError } from '../../domain/errors.ts';
import { texts } from './texts.ts';

/**
 * The bytes of one exchange of a delivery: of the last attempt and the last exchange unless told, for that is what
 * decided. Numbers count from 1, exchanges through all parts of the message. Throws `not-found`.
 */
export function rawExchange(
  attempts: Attempt[],
  options: { attempt?: number; exchange?: number; part?: 'request' | 'response' },
): { bytes: Buffer; name: string } {
  const { part = 'request' } = options;
  const attempt =
    options.attempt === undefined
      ? attempts.at(-1)
      : attempts.find(({ number }) => number === options.attempt);
  if (!attempt) throw new AppError('not-found', texts('inspector_no_attempt_error'));
  const exchanges = attempt.transcripts.flatMap((transcript) => transcript.exchanges);
  const index = options.exchange === undefined ? exchanges.length - 1 : options.exchange - 1;
  const exchange = exchanges[index];
  if (!exchange) {
    throw new AppError(
      'not-found',
      texts('inspector_no_exchange_error', { attempt: attempt.number, count: exchanges.length }),
    );
  }
  return {
    bytes: Buffer.from(exchange[part], 'base64'),
    name: `attempt-${attempt.number}-exchange-${index + 1}-${part}.txt`,
  };
}
