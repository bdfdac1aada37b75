import { applyEdits, format } from 'jsonc-parser';
import { headerOf, readForm, readHttp, utf8OrLatin1 } from './read-http.ts';

/** Bytes that crossed the wire. */
export interface BytesView {
  /** Base64. */
  raw: string;
  /** The same as text: UTF-8, or one character a byte where it is not. */
  text: string;
  size: number;
  /** Whether `text` is UTF-8 text, or stands for bytes that are not. */
  encoding: 'utf-8' | 'binary';
  /** Taken apart, when the bytes are an HTTP message. */
  http: HttpMessageView | null;
}

export interface HttpMessageView {
  startLine: string;
  method: string | null;
  path: string | null;
  query: Pair[];
  headers: Pair[];
  body: BodyView | null;
}

export interface Pair {
  name: string;
  value: string;
}

export interface BodyView {
  /** Of the body alone, chunks and compression undone. */
  text: string;
  size: number;
  encoding: 'utf-8' | 'binary';
  contentType: string;
  /** What was undone to read it. */
  undone: string[];
  /** The fields, when it is a form. */
  form: Pair[] | null;
  /** Indented, when it is JSON. */
  json: string | null;
  /** Why JSON could not be read although the content type says JSON. */
  jsonError: string | null;
}

export function presentBytes(bytes: Uint8Array): BytesView {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const http = readHttp(buffer);
  return {
    raw: buffer.toString('base64'),
    ...textOf(buffer),
    http: http && {
      startLine: http.startLine,
      method: http.method,
      path: http.path,
      query: pairs(http.query),
      headers: pairs(http.headers),
      body:
        http.body.length === 0 ? null : presentBody(http.body, headerOf(http, 'content-type'), http.undone),
    },
  };
}

function presentBody(body: Buffer, contentType: string, undone: string[]): BodyView {
  const type = contentType.toLowerCase();
  const view = textOf(body);
  const json = readJson(view.text, type);
  return {
    ...view,
    contentType,
    undone,
    form: type.includes('x-www-form-urlencoded') ? pairs(readForm(view.text)) : null,
    ...json,
  };
}

/** Vendors often send JSON under another name, so a body that begins like it is tried too. */
function readJson(text: string, type: string): { json: string | null; jsonError: string | null } {
  const said = type.includes('json');
  if (!said && !/^\s*[[{]/.test(text)) return { json: null, jsonError: null };
  try {
    JSON.parse(text);
    // Indented as text: reading and writing would round long numbers and drop repeated members.
    const edits = format(text, undefined, { insertSpaces: true, tabSize: 2, eol: '\n' });
    return { json: applyEdits(text, edits), jsonError: null };
  } catch (error) {
    return { json: null, jsonError: said && error instanceof Error ? error.message : null };
  }
}

function textOf(bytes: Buffer): { text: string; size: number; encoding: 'utf-8' | 'binary' } {
  const text = utf8OrLatin1(bytes);
  const isText = Buffer.from(text, 'utf8').equals(bytes) && !text.includes('\0');
  return { text, size: bytes.length, encoding: isText ? 'utf-8' : 'binary' };
}

function pairs(list: [string, string][]): Pair[] {
  return list.map(([name, value]) => ({ name, value }));
}
