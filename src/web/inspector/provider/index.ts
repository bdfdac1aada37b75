import type { Router } from 'express';
import { type EditorParts, editorPages } from './editor.ts';
import { providerList } from './list.ts';
import { newProviderPages } from './new-provider.ts';

/** The pages of providers: list, editor, recipes. */
export function providerPages(router: Router, parts: EditorParts): void {
  providerList(router, parts);
  newProviderPages(router, editorPages(router, parts));
}
