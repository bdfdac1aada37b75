/** One text of the notification templates. */
export interface TemplatePart {
  /** Where it stands below `notifications`, e.g. `email.subject`. */
  path: string;
  /** What it becomes: one line of a header, plain text, or HTML. */
  becomes: 'subject' | 'text' | 'html';
  template: string;
}

/** Every text of a tree of templates, whatever messages it has: what a part becomes is its own name. */
export function templateParts(templates: object, below = ''): TemplatePart[] {
  return Object.entries(templates).flatMap(([name, value]: [string, unknown]) => {
    const path = below === '' ? name : `${below}.${name}`;
    if (typeof value === 'object' && value !== null) return templateParts(value, path);
    if (typeof value !== 'string') return [];
    const becomes = name === 'subject' || name === 'html' ? name : 'text';
    return [{ path, becomes, template: value }];
  });
}
