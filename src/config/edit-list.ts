import { applyEdits, type Edit, findNodeAtLocation, modify, type Node, parseTree } from 'jsonc-parser';
import { formattingOf, removalOf, rewriteFile } from './json-text.ts';

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
  rewriteFile(file, (text) => {
    const root = parseTree(text);
    const list = root && findNodeAtLocation(root, [name]);
    const edits =
      list === undefined
        ? modify(text, [name], entry === null ? undefined : [entry], formattingOf(text))
        : entry === null
          ? removalOf(text, list, index)
          : replacement(text, list, { name, index, entry });
    return applyEdits(text, edits);
  });
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
