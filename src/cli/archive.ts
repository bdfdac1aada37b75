import { readFileSync, writeFileSync } from 'node:fs';
import { AppError } from '../domain/errors.ts';
import { complain, flagMistake } from './complaint.ts';
import { askLab } from './lab-client.ts';
import { wrap } from './layout.ts';
import type { Output } from './output.ts';

export interface ExportFlags {
  url: string;
  out?: string;
  keepTexts?: boolean;
}

/** Writes a running lab to a file, or to standard output. Resolves with 0, or with 2 when that cannot be. */
export async function exportLab({ url, out, keepTexts }: ExportFlags, output: Output): Promise<number> {
  try {
    const archive = await askLab(url, `/export${keepTexts ? '?texts=keep' : ''}`);
    const text = `${JSON.stringify(archive, null, 1)}\n`;
    if (out === undefined) output.write(text);
    else {
      write(out, text);
      const kept = keepTexts ? 'Passwords of guests stand in the texts of their messages.' : '';
      output.write(wrap(`Written: ${out}. ${kept}`.trim()));
    }
    return 0;
  } catch (error) {
    complain(output, error);
    return 2;
  }
}

/** Shows an exported lab in a running, empty one. Resolves with 0, or with 2 when it was refused. */
export async function importLab(
  file: string,
  { url, replace }: { url: string; replace?: boolean },
  output: Output,
): Promise<number> {
  try {
    await askLab(url, `/import${replace ? '?replace=1' : ''}`, { method: 'POST', body: read(file) });
    output.write(wrap(`Imported. See it at ${url.replace(/\/+$/, '').replace(/\/lab$/, '')}/lab`));
    return 0;
  } catch (error) {
    complain(output, error);
    return 2;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw flagMistake('file', file, 'a file that can be read');
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new AppError('invalid', `--out: ${error instanceof Error ? error.message : String(error)}`);
  }
}
