import type { Probe, Tryout } from '../domain/trial.ts';
import { caseOf, ended, type PreviewParts, previewProvider } from './preview-provider.ts';

/**
 * Goes the way of a message and stops before it, and says what is wrong with settings and way. Sends nothing. Never
 * throws for what settings or network do.
 */
export async function probeProvider(parts: PreviewParts, tryout: Tryout): Promise<Probe> {
  const preview = await previewProvider(parts, tryout);
  const [first] = preview.parts;
  if (first === undefined || preview.failure !== null) {
    return { preview, result: null, diagnosis: preview.diagnosis };
  }
  const result = await parts.wire.probe(first.outgoing);
  // What the server says to a question that is no message says nothing about messages.
  if (result.failure === null) return { preview, result, diagnosis: preview.diagnosis };
  const end = ended(result.failure, [result.transcript]);
  return {
    preview,
    result,
    diagnosis: parts.diagnose(caseOf({ tryout, preview, settings: parts.settings(), end })),
  };
}
