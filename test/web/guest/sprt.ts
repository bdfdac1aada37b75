/**
 * Reads pages as Cisco's load generator does: regular expressions over the raw text, a search for `page.init(` with
 * brackets balanced blindly, and forms by name or id. Written from its documented rules, not from its code.
 */

/** An element with this id in double quotes, and at least one character that is not `<` right after its tag. */
export function hasId(html: string, id: string): boolean {
  return new RegExp(`<[^>]*id="${literally(id)}"[^>]*>[^<]`).test(html);
}

export function hasErrorClass(html: string): boolean {
  return /<[^>]*class="[^"]*cisco-ise-error[^"]*"[^>]*>[^<]/.test(html);
}

export function isRegistered(html: string): boolean {
  return [
    'ui_login_instruction_message',
    'ui_success_message',
    'ui_self_reg_results_instruction_message',
  ].some((id) => hasId(html, id));
}

export interface RawForm {
  action: string;
  fields: Record<string, string>;
  html: string;
}

/** Buttons are never sent. */
export function forms(html: string): (RawForm & { names: string[] })[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inside = '']) => ({
    names: [attribute(tag, 'name'), attribute(tag, 'id')],
    action: attribute(tag, 'action'),
    html: inside,
    fields: Object.fromEntries(
      [...inside.matchAll(/<(?:input|select)\b([^>]*)>/g)]
        .map(([, input = '']) => input)
        .filter((input) => attribute(input, 'name') !== '' && attribute(input, 'type') !== 'submit')
        .map((input) => [attribute(input, 'name'), attribute(input, 'value')]),
    ),
  }));
}

export function form(html: string, name: string): RawForm {
  const found = forms(html).find(({ names }) => names.includes(name));
  if (found === undefined) throw new Error(`${name} not found`);
  return found;
}

/** The text of `div.ui-block-b` in the div whose class contains the name, exactly as it stands. */
export function credential(html: string, word: 'username' | 'password'): string | null {
  const label = `ui_self_reg_results_${word}_label`;
  const pattern = `<div[^>]*class="[^"]*${label}[^"]*"[^>]*>[\\s\\S]*?<div class="ui-block-b">([^<]*)</div>`;
  return new RegExp(pattern).exec(html)?.[1] ?? null;
}

/** The argument of a call, up to the parenthesis that balances; brackets in strings count. */
export function argumentOf(html: string, object: string, method: string): string | null {
  const start = new RegExp(`${object}\\s*\\.${method}\\(`).exec(html);
  if (start === null) return null;
  const from = start.index + start[0].length;
  let depth = 1;
  for (let at = from; at < html.length; at += 1) {
    if ('([{'.includes(html.charAt(at))) depth += 1;
    if (')]}'.includes(html.charAt(at))) depth -= 1;
    if (depth === 0) return html.slice(from, at);
  }
  return null;
}

/** String and list members of an object literal; a string that starts with a bracket is unquoted again. */
export function members(literal: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [, name = '', , single, double, list] of literal.matchAll(
    /(\w+)\s*:\s*('([^']*)'|"([^"]*)"|(\[[^\]]*\]))/g,
  )) {
    const text = single ?? double;
    found[name] =
      list !== undefined ? JSON.parse(list) : /^[[{]/.test(text ?? '') ? JSON.parse(text ?? '') : text;
  }
  return found;
}

function attribute(tag: string, name: string): string {
  return new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
