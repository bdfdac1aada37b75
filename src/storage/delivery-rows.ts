import type { Selectable } from 'kysely';
import { addressKey } from '../domain/address.ts';
import type { Attempt, AttemptOutcome, Delivery } from '../domain/delivery.ts';
import type { AttemptsTable, DeliveriesTable } from './schema.ts';

export function toDeliveryRow({
  message,
  mayHaveBeenSent,
  diagnosis,
  ...columns
}: Delivery): Omit<Selectable<DeliveriesTable>, 'seq'> {
  return {
    tag: null,
    ...columns,
    toKey: addressKey(columns.to),
    mayHaveBeenSent: mayHaveBeenSent ? 1 : 0,
    message: JSON.stringify(message),
    diagnosis: JSON.stringify(diagnosis),
  };
}

export function toDelivery({
  seq: _seq,
  toKey: _toKey,
  message,
  mayHaveBeenSent,
  diagnosis,
  ...columns
}: Selectable<DeliveriesTable>): Delivery {
  return {
    ...columns,
    mayHaveBeenSent: mayHaveBeenSent === 1,
    message: JSON.parse(message),
    diagnosis: JSON.parse(diagnosis),
  };
}

export function toAttempt({
  deliveryId: _deliveryId,
  receipt,
  failure,
  transcripts,
  diagnosis,
  ...columns
}: Selectable<AttemptsTable>): Attempt {
  return {
    ...columns,
    receipt: receipt === null ? null : JSON.parse(receipt),
    failure: failure === null ? null : JSON.parse(failure),
    transcripts: JSON.parse(transcripts),
    diagnosis: JSON.parse(diagnosis),
  };
}

export function toAttemptRow(deliveryId: string, attempt: Attempt): AttemptsTable {
  const { receipt, failure, transcripts, diagnosis, ...columns } = attempt;
  return {
    ...columns,
    deliveryId,
    receipt: receipt && JSON.stringify(receipt),
    failure: failure && JSON.stringify(failure),
    transcripts: JSON.stringify(transcripts),
    diagnosis: JSON.stringify(diagnosis),
  };
}

/** What an outcome writes to its attempt. */
export function toClosedAttempt(outcome: AttemptOutcome) {
  return {
    endedAt: outcome.endedAt,
    channel: outcome.channel,
    channelReason: outcome.channelReason,
    iseVerdict: outcome.iseVerdict,
    providerVerdict: outcome.providerVerdict,
    receipt: outcome.receipt === null ? null : JSON.stringify(outcome.receipt),
    failure: outcome.failure === null ? null : JSON.stringify(outcome.failure),
    transcripts: JSON.stringify(outcome.transcripts),
    diagnosis: JSON.stringify(outcome.diagnosis),
  };
}

/** What an outcome writes to its delivery. */
export function toFinishedDelivery(outcome: AttemptOutcome) {
  return {
    status: outcome.status,
    iseVerdict: outcome.iseVerdict,
    providerVerdict: outcome.providerVerdict,
    reason: outcome.reason,
    mayHaveBeenSent: outcome.mayHaveBeenSent ? 1 : 0,
    updatedAt: outcome.endedAt,
    diagnosis: JSON.stringify(outcome.diagnosis),
    // An attempt that ended before it chose a channel does not unsay what an earlier one chose.
    ...(outcome.channel !== null && { channel: outcome.channel }),
  };
}
