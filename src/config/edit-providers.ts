import { isDeepStrictEqual } from 'node:util';
import {
  applyEdits,
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  modify,
  type Node,
  parseTree,
} from 'jsonc-parser';
import type { JsonRow } from '../domain/provider-book.ts';
import { formattingOf, removalOf } from './json-text.ts';

/** Changes of single rows in the text of `providers.json`. Each leaves every character that it need not touch. */

const KEY = 'providers';

/** Puts the members of `row` in place of those of the row at `index`: only members that differ are written. */
export function changeRow(text: string, index: number, row: JsonRow): string {
  return changeMembers(text, [KEY, index], row);
}

/** A new row behind the last one. */
export function addRow(text: string, row: JsonRow): string {
  const list = nodeAt(text, [KEY]);
  return applyEdits(
    text,
    modify(text, [KEY, list?.children?.length ?? 0], row, { ...formattingOf(text), isArrayInsertion: true }),
  );
}

export function removeRow(text: string, index: number): string {
  const list = nodeAt(text, [KEY]);
  return list === undefined ? text : applyEdits(text, removalOf(text, list, index));
}

function changeMembers(text: string, at: JSONPath, members: JsonRow): string {
  let changed = text;
  for (const { name } of membersOf(nodeAt(changed, at))) {
    if (!Object.hasOwn(members, name)) changed = removeMember(changed, at, name);
  }
  for (const [name, value] of Object.entries(members)) {
    const node = nodeAt(changed, [...at, name]);
    if (node !== undefined && isSame(getNodeValue(node), value)) continue;
    changed =
      node?.type === 'object' && isObject(value) && !('env' in value)
        ? changeMembers(changed, [...at, name], value)
        : setMember(changed, at, { name, value, exists: node !== undefined });
  }
  return changed;
}

function removeMember(text: string, at: JSONPath, name: string): string {
  const parent = nodeAt(text, at);
  const index = membersOf(parent).findIndex((member) => member.name === name);
  return parent === undefined ? text : applyEdits(text, removalOf(text, parent, index));
}

/**
 * A new member stands behind the last one, as that one does: on its line, or on one of its own. Ours: the library would
 * lay out the member before it anew.
 */
function setMember(
  text: string,
  at: JSONPath,
  { name, value, exists }: { name: string; value: unknown; exists: boolean },
): string {
  if (exists) return applyEdits(text, modify(text, [...at, name], value, {}));
  const parent = nodeAt(text, at);
  const last = parent?.children?.at(-1);
  const { eol = '\n', insertSpaces, tabSize = 2 } = formattingOf(text).formattingOptions ?? {};
  const indent = last && /(?:^|\n)([ \t]*)$/.exec(text.slice(0, last.offset))?.[1];
  if (parent === undefined || last === undefined || indent === undefined) {
    const member = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    const offset = last === undefined ? (parent?.offset ?? 0) + 1 : last.offset + last.length;
    return applyEdits(text, [{ offset, length: 0, content: last === undefined ? member : `, ${member}` }]);
  }
  const lines = JSON.stringify(value, null, insertSpaces ? tabSize : '\t').replaceAll('\n', eol + indent);
  const content = `,${eol}${indent}${JSON.stringify(name)}: ${lines}`;
  return applyEdits(text, [{ offset: last.offset + last.length, length: 0, content }]);
}

/** The library makes objects without a prototype. */
function isSame(old: unknown, value: unknown): boolean {
  return isDeepStrictEqual(structuredClone(old), structuredClone(value));
}

function membersOf(node: Node | undefined): { name: string }[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).map((property) => ({ name: String(property.children?.[0]?.value) }));
}

function nodeAt(text: string, path: JSONPath): Node | undefined {
  const root = parseTree(text);
  return root && findNodeAtLocation(root, path);
}

function isObject(value: unknown): value is JsonRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
