import { readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import {
  applyEdits,
  type Edit,
  findNodeAtLocation,
  type ModificationOptions,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';

/**
 * Changes one entry of a list of texts in a JSON file, and no other character: `entry` null removes what stands at
 * `index`; an index of -1 adds at the end, making the list when there is none. The file is exchanged at once, so that a
 * reader never sees half of it; a link stays a link.
 */
export function editList(
  file: string,
  name: string,
  { index, entry }: { index: number; entry: string | null },
): void {
  const target = realpathSync(file);
  const text = readFileSync(target, 'utf8');
  const root = parseTree(text);
  const list = root && findNodeAtLocation(root, [name]);
  const edits =
    list === undefined
      ? modify(text, [name], entry === null ? undefined : [entry], formattingOf(text))
      : entry === null
        ? removal(list, index)
        : replacement(text, list, { name, index, entry });
  writeFileSync(`${target}.new`, applyEdits(text, edits), { mode: statSync(target).mode });
  renameSync(`${target}.new`, target);
}

/** A list on one line stays on one line. */
function replacement(
  text: string,
  list: Node,
  { name, index, entry }: { name: string; index: number; entry: string },
): Edit[] {
  const onLines = text.slice(list.offset, list.offset + list.length).includes('\n');
  const options = { ...(onLines ? formattingOf(text) : {}), isArrayInsertion: index < 0 };
  return modify(text, [name, index], entry, options).map((edit) => ({
    ...edit,
    content: edit.content.replace(/^,(?=\S)/, ', '),
  }));
}

/** Ours: the library's own removal counts on its own layout, and leaves half an entry behind in another. */
function removal(list: Node, index: number): Edit[] {
  const entries = list.children ?? [];
  const [before, gone, after] = [entries[index - 1], entries[index], entries[index + 1]];
  if (gone === undefined) return [];
  const [from, to] =
    before !== undefined
      ? [before.offset + before.length, gone.offset + gone.length]
      : after !== undefined
        ? [gone.offset, after.offset]
        : [list.offset + 1, list.offset + list.length - 1];
  return [{ offset: from, length: to - from, content: '' }];
}

function formattingOf(text: string): ModificationOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  return {
    formattingOptions: {
      insertSpaces: !indent.startsWith('\t'),
      tabSize: indent.length,
      eol: text.includes('\r\n') ? '\r\n' : '\n',
    },
  };
}
