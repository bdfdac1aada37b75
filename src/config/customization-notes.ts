import { isOfAbsentPage, isRichKey } from '../domain/custom-strings.ts';
import { lostIn } from '../domain/rich-text.ts';

/** What of the customised texts will not be seen, in sentences: markup that is taken out, texts that have no page. */
export function notesOnTexts(texts: Record<string, string>, allowScripts: boolean): string[] {
  const keys = Object.keys(texts);
  const absent = keys.filter(isOfAbsentPage);
  const lost = new Map<string, string[]>();
  for (const key of keys.filter((key) => isRichKey(key) && !isOfAbsentPage(key))) {
    for (const what of lostIn(texts[key] ?? '')) lost.set(what, [...(lost.get(what) ?? []), key]);
  }
  const scripts = lost.get('scripts') ?? [];
  lost.delete('scripts');
  return [
    scripts.length === 0
      ? ''
      : allowScripts
        ? `Scripts are run on the pages of ${list(scripts)}, as emulator.allowScripts is on.`
        : `Left out of texts: scripts (${list(scripts)}); emulator.allowScripts lets them run.`,
    ...[...lost].map(([what, where]) => `Left out of texts: ${what} (${list(where)}).`),
    absent.length === 0
      ? ''
      : `Customised texts of pages that the emulator does not have (employees’ devices, client provisioning, VLAN change): ${absent.length}.`,
  ].filter((note) => note !== '');
}

function list(keys: string[]): string {
  const more = keys.length > 3 ? ` and ${keys.length - 3} more` : '';
  return `${keys.slice(0, 3).join(', ')}${more}`;
}
