import { isSecretName } from '../mask.ts';
import { bodyItems, parameterItems } from './body-items.ts';
import { compareItems } from './compare-items.ts';
import { asText, headerOf, type RawHttp } from './raw-http.ts';
import type { ComparedRow, Item, Why } from './row.ts';

/** Names that say who signs in, besides those that `isSecretName` knows. */
const USER_NAMES = new Set(['user', 'username', 'login', 'apiid', 'account', 'accountid']);

/**
 * Two HTTP requests, thing by thing: `theirs` as it was captured, `ours` as we would send it. What must differ is
 * marked so: the host, credentials that both have, the length of bodies that differ, what only labs and proxies add.
 */
export function compareHttp(theirs: RawHttp, ours: RawHttp): ComparedRow[] {
  const body = compareBodies(theirs, ours);
  const bodiesDiffer = theirs.body !== ours.body;
  return [
    ...compareStart(theirs, ours),
    ...compareItems(
      'query',
      { theirs: parameterItems(theirs.query), ours: parameterItems(ours.query) },
      credentials,
    ),
    ...compareItems('header', { theirs: headerItems(theirs), ours: headerItems(ours) }, (name, one, other) =>
      headerAllowance(name, { one, other, bodiesDiffer }),
    ),
    ...body,
  ];
}

function compareStart(theirs: RawHttp, ours: RawHttp): ComparedRow[] {
  const items = ({ method, path, version }: RawHttp): Item[] =>
    [
      ['method', method, method],
      ['path', path, decodedPath(path)],
      ['version', version, version],
    ].map(([name = '', written = '', means = '']) => ({ name, written: asText(written), means }));
  return compareItems('start', { theirs: items(theirs), ours: items(ours) });
}

function headerItems({ headers }: RawHttp): Item[] {
  return headers.map(([name, value]) => {
    const boundary = /\bboundary=("[^"]*"|[^;\s]+)/i.exec(value)?.[1];
    const written = asText(value);
    return { name, written, means: boundary === undefined ? written : value.replace(boundary, 'boundary') };
  });
}

function headerAllowance(
  name: string,
  { one, other, bodiesDiffer }: { one: Item | null; other: Item | null; bodiesDiffer: boolean },
): Why | null {
  const lower = name.toLowerCase();
  if (lower === 'host') return one && other && one.written === other.written ? null : 'host';
  if (lower === 'date') return 'date';
  if (lower.startsWith('x-lab-')) return 'lab';
  if (lower.startsWith('proxy-') || lower === 'via' || /^x-forwarded-/.test(lower)) return 'proxy';
  if (lower === 'content-length' && one && other && bodiesDiffer) return 'length';
  // The scheme counts: it is a setting.
  if (lower === 'authorization')
    return one && other && schemeOf(one) === schemeOf(other) ? 'credentials' : null;
  return credentials(name, one, other);
}

function schemeOf({ written }: Item): string {
  return (/^([A-Za-z][\w-]*)\s+\S/.exec(written)?.[1] ?? '').toLowerCase();
}

/** Both have some: which ones is between the sender and the provider. */
function credentials(name: string, theirs: Item | null, ours: Item | null): Why | null {
  if (theirs === null || ours === null) return null;
  const plain = name
    .toLowerCase()
    .replace(/^.*[.\]]/, '')
    .replace(/[_\-\s]/g, '');
  const filled = theirs.means !== '' && ours.means !== '';
  const secret = isSecretName(name) || (USER_NAMES.has(plain) && theirs.means !== ours.means);
  return filled && secret ? 'credentials' : null;
}

function compareBodies(theirs: RawHttp, ours: RawHttp): ComparedRow[] {
  const [one, other] = [bodyItems(theirs), bodyItems(ours)];
  const kind = one.kind === 'none' ? other.kind : one.kind;
  if (kind === 'none') return [];
  const mixed = other.kind !== 'none' && other.kind !== kind;
  if (mixed || kind === 'body') return [wholeBody(theirs, ours)];
  const rows = compareItems(kind, { theirs: one.items, ours: other.items }, credentials);
  const alike = rows.every(({ verdict }) => verdict === 'same');
  if (kind === 'json' && alike && theirs.body !== ours.body) {
    const texts = { theirs: asText(theirs.body), ours: asText(ours.body) };
    rows.push({ place: 'json', name: 'text', ...texts, verdict: 'spelling', why: 'formatting' });
  }
  return rows;
}

function wholeBody(theirs: RawHttp, ours: RawHttp): ComparedRow {
  const plain = ({ headers, body }: RawHttp) => withoutBoundary(body, headerOf(headers, 'content-type'));
  const same = plain(theirs) === plain(ours);
  const shown = ({ body }: RawHttp) => (body === '' ? null : asText(body));
  return {
    place: 'body',
    name: 'text',
    theirs: shown(theirs),
    ours: shown(ours),
    verdict: same
      ? 'same'
      : theirs.body === ''
        ? 'only-ours'
        : ours.body === ''
          ? 'only-theirs'
          : 'different',
    why: null,
  };
}

/** The text between the parts of a multipart body is made up anew each time. */
export function withoutBoundary(body: string, contentType: string): string {
  const [, quoted, bare] = /\bboundary=(?:"([^"]*)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare ?? '';
  return boundary === '' ? body : body.replaceAll(boundary, 'boundary');
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
