/** A page as a person reads it: headings, labels, buttons, forms. Enough HTML for our own pages, no more. */
export class Page {
  readonly html: string;
  readonly root: Element;

  constructor(html: string) {
    this.html = html;
    this.root = parse(html);
  }

  get title(): string {
    return this.one((element) => element.tag === 'title', 'a title').text;
  }

  get heading(): string {
    return this.one((element) => element.tag === 'h1', 'a heading').text;
  }

  /** What is visible of it, blanks joined. */
  get text(): string {
    return this.root.text;
  }

  all(test: (element: Element) => boolean): Element[] {
    return [...walk(this.root)].filter(test);
  }

  one(test: (element: Element) => boolean, what: string): Element {
    const found = this.all(test);
    const [first] = found;
    if (first === undefined || found.length > 1) {
      throw new Error(`${found.length} of ${what} on the page:\n${this.text}`);
    }
    return first;
  }

  byId(id: string): Element | null {
    return this.all((element) => element.attributes.id === id)[0] ?? null;
  }

  byClass(name: string): Element[] {
    return this.all((element) => (element.attributes.class ?? '').split(/\s+/).includes(name));
  }

  /** The input, select or text area that a label names; the label may have more words behind. */
  field(label: string): Element {
    const found = this.all((element) => element.tag === 'label' && element.text.startsWith(label));
    const exact = found.find((element) => element.text.replace(/\s*\(optional\)$/, '') === label) ?? found[0];
    const control = exact === undefined ? null : this.byId(exact.attributes.for ?? '');
    if (control === null) throw new Error(`no field labelled ${label} on the page:\n${this.text}`);
    return control;
  }

  hasField(label: string): boolean {
    return this.all((element) => element.tag === 'label' && element.text.startsWith(label)).length > 0;
  }

  /** The form whose button or link-like input reads so. */
  formWith(button: string): Form {
    const form = this.all((element) => element.tag === 'form').find((element) =>
      [...walk(element)].some(
        (child) =>
          (child.tag === 'button' && child.text === button) ||
          (child.attributes.type === 'submit' && child.attributes.value === button),
      ),
    );
    if (form === undefined) throw new Error(`no form with a button ${button} on the page:\n${this.text}`);
    return new Form(this, form);
  }

  form(name: string): Form {
    return new Form(
      this,
      this.one((element) => element.tag === 'form' && element.attributes.name === name, `form ${name}`),
    );
  }

  /** Messages in the error summary, in order. */
  get problems(): string[] {
    return [...walk(this.byId('problems') ?? EMPTY)]
      .filter((element) => element.tag === 'li')
      .map((element) => element.text);
  }
}

export class Form {
  readonly page: Page;
  readonly element: Element;
  /** What a browser would send, without any button. */
  readonly values: Record<string, string> = {};

  constructor(page: Page, element: Element) {
    this.page = page;
    this.element = element;
    for (const control of walk(element)) {
      const { name, type, value = '' } = control.attributes;
      if (name === undefined) continue;
      if (control.tag === 'select') this.values[name] = selected(control);
      else if (type === 'checkbox' && !('checked' in control.attributes)) continue;
      else if (type !== 'submit' && control.tag !== 'button') this.values[name] = value;
    }
  }

  get action(): string {
    return this.element.attributes.action ?? '';
  }

  /** Types into the field with this label. */
  fill(label: string, value: string): this {
    this.values[this.page.field(label).attributes.name ?? ''] = value;
    return this;
  }

  set(name: string, value: string): this {
    this.values[name] = value;
    return this;
  }

  without(name: string): this {
    delete this.values[name];
    return this;
  }
}

function selected(select: Element): string {
  const options = [...walk(select)].filter((element) => element.tag === 'option');
  const chosen = options.find((option) => 'selected' in option.attributes) ?? options[0];
  return chosen?.attributes.value ?? '';
}

export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
  /** All text inside, blanks joined. */
  readonly text: string;
  /** The text as it stands. */
  readonly rawText: string;
}

const VOID = new Set(['meta', 'link', 'input', 'img', 'br', 'hr', 'source', '!doctype']);
const SILENT = new Set(['script', 'style', 'title', 'dialog']);

function element(tag: string, attributes: Record<string, string> = {}): Element {
  return {
    tag,
    attributes,
    children: [],
    get rawText() {
      return this.children
        .map((child) =>
          typeof child === 'string' ? child : SILENT.has(child.tag) && tag !== 'html' ? '' : child.rawText,
        )
        .join('');
    },
    get text() {
      return this.rawText.replace(/\s+/g, ' ').trim();
    },
  };
}

const EMPTY = element('empty');

function* walk(from: Element): Generator<Element> {
  for (const child of from.children) {
    if (typeof child === 'string') continue;
    yield child;
    yield* walk(child);
  }
}

const TAG = /<(\/?)([a-z!][a-z0-9]*)((?:\s+[^\s=>]+(?:="[^"]*")?)*)\s*>/gi;

function parse(html: string): Element {
  const root = element('root');
  const open = [root];
  let at = 0;
  const add = (child: Element | string) => open.at(-1)?.children.push(child);
  TAG.lastIndex = 0;
  for (let match = TAG.exec(html); match !== null; match = TAG.exec(html)) {
    const [whole, slash, name = '', attributes = ''] = match;
    if (match.index > at) add(decode(html.slice(at, match.index)));
    at = match.index + whole.length;
    const tag = name.toLowerCase();
    if (slash !== '') {
      const closed = open.pop();
      if (closed?.tag !== tag) throw new Error(`</${tag}> closes <${closed?.tag}>`);
      continue;
    }
    const child = element(tag, readAttributes(attributes));
    add(child);
    if (VOID.has(tag)) continue;
    open.push(child);
    if (tag === 'script') {
      const end = html.indexOf('</script>', at);
      child.children.push(html.slice(at, end));
      at = end;
      TAG.lastIndex = end;
    }
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.tag}> is never closed`);
  return root;
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([^\s=]+)(?:="([^"]*)")?/g)].map((match) => [match[1] ?? '', decode(match[2] ?? '')]),
  );
}

function decode(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return text.replace(/&(?:#(\d+)|([a-z]+));/g, (whole, code?: string, name?: string) =>
    code !== undefined ? String.fromCodePoint(Number(code)) : (named[name ?? ''] ?? whole),
  );
}
