import assert from 'node:assert/strict';
import type { Page } from './page.ts';

/** What people and programs put into fields. None of it may break a page, or come back as markup. */
const INPUT = {
  'too long': 'x'.repeat(257),
  'far too long': 'y'.repeat(20_000),
  'a control character': 'Ja\u0007ne',
  'a null character': 'Ja\u0000ne',
  'a second line': 'Jane\r\nBcc: all@example.com',
  'turned around': 'Jane\u202egnp.exe',
  markup: '"><script>alert(1)</script><img src=x onerror=alert(1)>',
  'a template': '<%= 1 %>#{1}{{1}}$ui_password$',
  'Greek, Chinese and Arabic': 'Ελλάδα 王 سلام',
  'an emoji of many parts': '👩‍👩‍👧‍👦',
  'many accents': `Z${'\u0301'.repeat(80)}`,
  'blanks only': ' \u00a0\u3000 ',
  'a quotation': `O'Brien"; DROP TABLE accounts; --`,
  'half a character': 'Jane\ud83d',
  'a property of objects': '__proto__',
} as const;

export type BadInput = keyof typeof INPUT;

export const ALL = Object.keys(INPUT) as BadInput[];
export const LONG: BadInput[] = ['too long', 'far too long'];
/** Nothing that is shown or sent on a line may hold these. */
export const UNPRINTABLE: BadInput[] = [
  'a control character',
  'a null character',
  'a second line',
  'turned around',
];
/** What no name of a person holds. */
export const MARKUP: BadInput[] = ['markup', 'a template'];
export const UNTIDY = [...LONG, ...UNPRINTABLE];
export const NO_NAME = [...UNTIDY, ...MARKUP];
/** For fields with a form of their own, such as a number; blanks are as good as nothing. */
export const ALL_BUT_BLANKS = ALL.filter((one) => one !== 'blanks only');

/** Each kind of input, as it arrives at the server, and whether a field must refuse it. */
export function inputs(refused: BadInput[]): { what: BadInput; typed: string; refused: boolean }[] {
  return ALL.map((what) => ({ what, typed: INPUT[what].toWellFormed(), refused: refused.includes(what) }));
}

interface Answer {
  status: number;
  page: Page;
  text: string;
}

/** A page for people, whole and safe: a heading, no markup of the guest's, nothing from inside the program. */
export function checkAnswer({ status, page, text }: Answer, what: string): void {
  assert.ok(status < 500, `${what}: ${status}`);
  assert.notEqual(page.heading, '', what);
  const foreign = page.all(({ tag, attributes }) => {
    return attributes.src === 'x' || (tag === 'script' && attributes.src === undefined && !attributes.nonce);
  });
  assert.deepEqual(foreign, [], `${what}: markup got through`);
  assert.doesNotMatch(text, /<script>alert|<img src=x/, `${what}: markup got through`);
  assert.doesNotMatch(text, /\bat \S+ \(|node:internal|\.[tj]s:\d+|\[object /, `${what}: a stack trace`);
}

/** The page says what is wrong, and its links lead to inputs that are there. */
export function checkProblems(page: Page, what: string): void {
  assert.ok(page.problems.length > 0, `${what}: a problem, not ${page.heading}`);
  for (const problem of page.problems) assert.match(problem, /\S.*\.$/, `${what}: a sentence`);
  const links = page.all(({ tag, attributes }) => tag === 'a' && /^#.*/.test(attributes.href ?? ''));
  const dead = links.map(({ attributes }) => (attributes.href ?? '').slice(1)).filter((id) => !page.byId(id));
  assert.deepEqual(dead, [], `${what}: links to nowhere`);
}

/** The field shows what was typed; in a list, something that can be chosen. */
export function checkKept(page: Page, label: string, typed: string, what: string): void {
  const field = page.field(label);
  if (field.tag !== 'select') assert.equal(field.attributes.value, typed, `${what}: kept as typed`);
}
