import sanitize from 'sanitize-html';

/** What stands for the nonce of the page in a script that is allowed to run, until the page is rendered. */
export const NONCE_MARK = '%PAGE-NONCE%';

const TAGS = [
  ...[
    'a',
    'abbr',
    'address',
    'b',
    'bdi',
    'bdo',
    'blockquote',
    'br',
    'caption',
    'center',
    'cite',
    'code',
    'dd',
  ],
  ...['del', 'details', 'div', 'dl', 'dt', 'em', 'figcaption', 'figure', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr'],
  ...['i', 'img', 'ins', 'kbd', 'li', 'mark', 'ol', 'p', 'pre', 'q', 's', 'small', 'span', 'strong', 'sub'],
  ...['summary', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'u', 'ul', 'font'],
];

/** No `style`, which the portal's policy forbids; no `name`, no form: nothing that could pass for the portal's own. */
const ATTRIBUTES = {
  '*': ['class', 'id', 'title', 'lang', 'dir', 'align', 'aria-label', 'aria-hidden', 'role'],
  a: ['href', 'target', 'rel'],
  img: ['src', 'alt', 'width', 'height'],
  ol: ['start', 'type'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
};

const BASE: sanitize.IOptions = {
  allowedTags: TAGS,
  allowedAttributes: ATTRIBUTES,
  // Pictures come with the text or from the portal itself: the page asks no foreign host for anything.
  allowedSchemesByTag: { a: ['http', 'https', 'mailto', 'tel'], img: ['data'] },
  allowProtocolRelative: false,
  transformTags: {
    a: sanitize.simpleTransform('a', { rel: 'noopener noreferrer' }),
    // One heading of the first rank is the page's own.
    h1: 'h2',
    img: (tagName, attribs) => ({ tagName, attribs: { alt: '', ...attribs } }),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !/^data:image\//i.test(attribs.src ?? ''),
};

const WITH_SCRIPTS: sanitize.IOptions = {
  ...BASE,
  allowedTags: [...TAGS, 'script'],
  allowedAttributes: { ...ATTRIBUTES, script: ['type', 'nonce'] },
  allowVulnerableTags: true,
  transformTags: {
    ...BASE.transformTags,
    script: (tagName, { type }) => ({ tagName, attribs: { ...(type ? { type } : {}), nonce: NONCE_MARK } }),
  },
};

/**
 * HTML of an operator, reduced to what a text may be: no scripts, styles, forms or foreign pictures; links open nothing
 * behind the guest's back. With `scripts`, inline scripts stay, each with `NONCE_MARK` as its nonce.
 */
export function cleanHtml(html: string, { scripts = false } = {}): string {
  return sanitize(html, scripts ? WITH_SCRIPTS : BASE);
}

/** The text of HTML, for places that take no markup: titles, buttons, labels. Not escaped. */
export function plainText(html: string): string {
  const text = sanitize(html.replace(/<br\s*\/?>/gi, ' '), { allowedTags: [], allowedAttributes: {} });
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What `cleanHtml` without scripts takes out that somebody may miss; in words, each once. */
export function lostIn(html: string): string[] {
  const found: [string, RegExp][] = [
    ['scripts', /<script\b/i],
    ['scripts of other files', /<script\b[^>]*\ssrc\s*=/i],
    ['event handlers', /<[^>]+\son[a-z]+\s*=/i],
    ['style sheets', /<(?:style|link)\b/i],
    ['style attributes', /<[^>]+\sstyle\s*=/i],
    ['frames', /<(?:iframe|object|embed)\b/i],
    ['forms', /<(?:form|input|button|select|textarea)\b/i],
    ['pictures of other places', /<img\b[^>]*\bsrc\s*=\s*(?!["']?data:image\/)/i],
  ];
  return found.filter(([, pattern]) => pattern.test(html)).map(([what]) => what);
}
