import { z } from 'zod';
import type { Capture } from '../domain/comparison/calibration.ts';
import { AppError } from '../domain/errors.ts';
import { askLab } from './lab-client.ts';

/** The newest requests only: a sender shows its ways in few. */
const NEWEST = 50;

const list = z.object({ items: z.array(z.object({ id: z.string(), protocol: z.string() })) });
const found = z.object({
  receivedAt: z.string(),
  remoteAddress: z.string(),
  secure: z.boolean(),
  simulator: z.string().nullable(),
  request: z.object({ raw: z.string() }),
});
const compared = z.object({
  own: z.string().nullable(),
  sent: z.object({ to: z.string(), text: z.string(), readBy: z.string() }).nullable(),
});

/** What others sent to the simulators of a running lab, the oldest first; secrets are masked already. */
export async function labCaptures(url: string): Promise<Capture[]> {
  const { items } = read(list, await askLab(url, `/requests?limit=${NEWEST}`));
  const captures: Capture[] = [];
  for (const { id } of items.filter(({ protocol }) => protocol === 'http').toReversed()) {
    const { own, sent } = read(compared, await askLab(url, `/requests/${id}/comparison`));
    if (own !== null) continue;
    const { receivedAt, remoteAddress, secure, simulator, request } = read(
      found,
      await askLab(url, `/requests/${id}`),
    );
    captures.push({
      bytes: Buffer.from(request.raw, 'base64'),
      at: receivedAt,
      from: remoteAddress,
      secure,
      simulator,
      source: `${url.replace(/\/+$/, '')}, request ${id}`,
      sent: sent?.readBy === 'simulator' ? { to: sent.to, text: sent.text } : null,
      complete: true,
    });
  }
  return captures;
}

function read<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid', 'What answers there is no lab of this version.');
}
