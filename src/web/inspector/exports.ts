import type { Router } from 'express';
import { curlCommand } from '../../domain/curl.ts';
import type { Attempt } from '../../domain/delivery.ts';
import { AppError } from '../../domain/errors.ts';
import { harOf } from '../../domain/har.ts';
import { maskBytes } from '../../domain/mask.ts';
import type { Exchange } from '../../domain/transcript.ts';
import { mailSource } from './mail-source.ts';
import type { Models } from './models.ts';
import { respondBytes } from './respond.ts';
import { texts } from './texts.ts';

/** Of the HAR format: who wrote the file. */
const CREATOR = { name: 'ise-guest-emulator', version: '1' };

/** One delivery as curl, HAR, mail or bytes, and one received message as mail or bytes; secrets masked. */
export function exportRoutes(router: Router, models: Models): void {
  router.get('/deliveries/:id/export.:format', async (request, response) => {
    const { format } = request.params;
    const { delivery, attempts } = await models.findDelivery(request.params.id);
    const bytes = deliveryBytes(attempts, format);
    if (bytes === null) throw new AppError('not-found', texts('inspector_export_none_error', { format }));
    respondBytes(response, bytes, `delivery-${delivery.id}.${endings[format] ?? format}`);
  });

  router.get('/messages/:id/export.:format', async (request, response) => {
    const { format } = request.params;
    const message = await models.findMessage(request.params.id);
    const found = await models.findRequest(message.requestId);
    const bytes =
      format === 'raw'
        ? maskBytes(found.raw, models.secrets())
        : format === 'eml'
          ? (mailSource(found, models.secrets())?.bytes ?? null)
          : null;
    if (bytes === null) throw new AppError('not-found', texts('inspector_export_none_error', { format }));
    respondBytes(response, bytes, `message-${message.id}.${endings[format] ?? format}`);
  });
}

const endings: Record<string, string> = { raw: 'txt', curl: 'sh' };

/** Of the last attempt, the last exchange, for that is what decided; a HAR has all. Null when there is no such thing. */
function deliveryBytes(attempts: Attempt[], format: string): Uint8Array | null {
  if (format === 'har') {
    const har = harOf(attempts, CREATOR);
    return har && Buffer.from(`${JSON.stringify(har, null, 2)}\n`);
  }
  const exchanges = (attempts.at(-1)?.transcripts ?? []).flatMap(({ protocol, exchanges }) =>
    exchanges.map((exchange) => ({ protocol, exchange })),
  );
  const last = exchanges.at(-1);
  if (last === undefined) return null;
  if (format === 'raw') return Buffer.from(last.exchange.request, 'base64');
  if (format === 'curl') return curlScript(last.exchange, last.protocol);
  return format === 'eml' && last.protocol === 'smtp' ? mailOf(last.exchange) : null;
}

/** Runs as it is once the variables at its top are filled in. */
function curlScript(exchange: Exchange, protocol: 'http' | 'smtp'): Uint8Array | null {
  const curl = curlCommand(exchange, protocol);
  if (curl === null) return null;
  const variables = curl.variables.map(({ name, meaning }) => `# ${meaning}\n${name}=""\n`);
  return Buffer.from(`#!/bin/sh\n${variables.join('')}${curl.command}\n`);
}

function mailOf({ request }: Exchange): Uint8Array | null {
  const raw = Buffer.from(request, 'base64');
  return mailSource({ protocol: 'smtp', raw }, [])?.bytes ?? null;
}
