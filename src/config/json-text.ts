import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createScanner, type Edit, type ModificationOptions, type Node } from 'jsonc-parser';

/** What edits of a JSON file have in common that must leave every other character as it is. */

/** Indentation and line ends as the text has them. */
export function formattingOf(text: string): ModificationOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    formattingOptions: {
      insertSpaces: !indent.startsWith('\t'),
      tabSize: indent.length,
      eol: text.includes('\r\n') ? '\r\n' : '\n',
    },
  };
}

/**
 * Takes one entry out of a list, or one member out of an object, with the comments in front of it. Ours: the library's
 * own removal counts on its own layout, and leaves half an entry behind in another.
 */
export function removalOf(text: string, parent: Node, index: number): Edit[] {
  const entries = parent.children ?? [];
  const [before, gone, after] = [entries[index - 1], entries[index], entries[index + 1]];
  if (gone === undefined) return [];
  const end = gone.offset + gone.length;
  const cut = (from: number, to: number): Edit => ({ offset: from, length: to - from, content: '' });
  const behind = after === undefined ? end : commaAfter(text, end) + 1;
  if (before !== undefined) {
    const comma = commaAfter(text, before.offset + before.length);
    // A comment on the line of the entry before belongs to that one.
    const line = text.slice(comma, gone.offset).search(/\r?\n/);
    const from = line < 0 ? comma + 1 : comma + line;
    return after === undefined ? [cut(comma, comma + 1), cut(from, end)] : [cut(from, behind)];
  }
  if (after === undefined) return [cut(parent.offset + 1, parent.offset + parent.length - 1)];
  const apart = text.slice(behind, after.offset).includes('\n');
  return [apart ? cut(parent.offset + 1, behind) : cut(gone.offset, after.offset)];
}

/** Where the comma stands that follows an entry; commas of comments are none. */
function commaAfter(text: string, end: number): number {
  const scanner = createScanner(text, true);
  scanner.setPosition(end);
  do scanner.scan();
  while (text[scanner.getTokenOffset()] !== ',' && scanner.getPosition() < text.length);
  return scanner.getTokenOffset();
}

/** Changes a file at once, so that a reader never sees half of it; a link stays a link. */
export function rewriteFile(file: string, change: (text: string) => string): void {
  const target = realpathSync(file);
  const before = readFileSync(target, 'utf8');
  // The mark that Windows editors put first is kept, and is no part of the JSON.
  const mark = before.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = mark + change(before.slice(mark.length));
  writeFileSync(`${target}.new`, text, { mode: statSync(target).mode });
  renameSync(`${target}.new`, target);
}
