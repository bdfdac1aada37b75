import type { ComparedRow } from '../../domain/comparison/row.ts';
import { AppError } from '../../domain/errors.ts';
import type { RequestComparison } from '../../services/compare-request.ts';
import type { Models } from './models.ts';
import type { InspectorParts } from './parts.ts';
import { texts } from './texts.ts';

/** What the page and the API show of a comparison; every sentence of it comes from the catalogue. */
export interface ComparisonView extends Omit<RequestComparison, 'ours' | 'rows'> {
  /** Base64 of our request, and as text; null when there is none. */
  ours: { raw: string; text: string; size: number } | null;
  rows: (ComparedRow & { explanation: string | null })[] | null;
  links: { self: string; delivery: string | null };
}

/** Null on a lab that compares nothing; the API refuses then instead. Throws `not-found` for an unknown request. */
export async function comparisonOf(
  parts: InspectorParts,
  models: Models,
  { id, provider, base }: { id: string; provider: string | undefined; base: string },
): Promise<ComparisonView | null> {
  if (!parts.compare) return null;
  const request = await models.findRequest(id);
  const comparison = await parts.compare(request, provider);
  const { own, ours, rows } = comparison;
  const text = ours && Buffer.from(ours);
  return {
    ...comparison,
    ours: text && { raw: text.toString('base64'), text: text.toString('utf8'), size: text.length },
    rows: rows?.map((row) => ({ ...row, explanation: explanationOf(row) })) ?? null,
    links: {
      self: `${base}/requests/${encodeURIComponent(request.id)}`,
      delivery: own && `${base}/deliveries/${encodeURIComponent(own)}`,
    },
  };
}

/** The same for the API, which has nothing else to answer. */
export async function comparisonOrRefusal(
  ...wanted: Parameters<typeof comparisonOf>
): Promise<ComparisonView> {
  const comparison = await comparisonOf(...wanted);
  if (comparison === null) throw new AppError('unsupported', texts('inspector_compare_none_error'));
  return comparison;
}

function explanationOf({ why }: ComparedRow): string | null {
  const word = why?.replace('-', '_');
  return word === undefined ? null : texts(`inspector_compare_why_${word}`);
}
