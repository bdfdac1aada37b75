import type { Certainty, Diagnosis } from '../domain/diagnosis.ts';
import { wrap } from './layout.ts';
import type { Output, Tone } from './output.ts';

export const CERTAINTY_TONES: Record<Certainty, Tone> = { cause: 'bad', suspect: 'doubt', risk: 'doubt' };

const COLUMN = 11;

/** Each fault with what to do, what shows it, and its rule's name. */
export function showDiagnosis(output: Output, diagnosis: Diagnosis[], indent = '  '): void {
  const { paint } = output;
  const inner = indent.padEnd(COLUMN);
  for (const { certainty, problem, remedy, evidence, rule } of diagnosis) {
    const first = `${indent}${certainty} `.padEnd(COLUMN);
    const text = wrap(problem, inner, first);
    output.write(text.replace(certainty, paint(CERTAINTY_TONES[certainty], certainty)));
    output.write(wrap(`Do this: ${remedy}`, inner));
    for (const line of evidence) output.write(paint('quiet', wrap(line, `${inner}    `, `${inner}  `)));
    output.write(paint('quiet', wrap(`[${rule}]`, inner)));
  }
}
