/** ISE: how long a customised text may be, by the kind of place its key names. The kinds are read off the keys. */
const LIMITS: [pattern: RegExp, characters: number][] = [
  [/_aup_text$|^ui_aup_(?:guest|employee)_text$/, 50_000],
  // GUESS: these pages came after the published list of limits.
  [/_html$/, 50_000],
  [/_button$|_tab_label$|_agreement_label$|^ui_self_reg_email_(?:approve|deny)$/, 64],
  [/_optional_content_[12]$|_message$|_error$|_text$|^ui_footer_label$|_help_label$/, 2_000],
];

/** Titles, links and labels of inputs. */
const SHORT = 256;

export function limitOf(key: string): number {
  return LIMITS.find(([pattern]) => pattern.test(key))?.[1] ?? SHORT;
}

/** Texts of steps that are not guest access and that the emulator does not have; an export carries them all the same. */
export function isOfAbsentPage(key: string): boolean {
  return /^ui_(?:byod|client_provision|vlan)_/.test(key);
}

/** Places that show HTML; all others take the text of it. */
export function isRichKey(key: string): boolean {
  return /_optional_content_[12]$|_instruction_message$|_message$|_text$|_html$|^ui_footer_label$/.test(key);
}
