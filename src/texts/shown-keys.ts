import { readFileSync } from 'node:fs';

/** Pages with room for what only operators have: `…_optional_content_1` above the form, `…_2` below it. */
const PAGES_WITH_MORE = [
  ...['ui_login', 'ui_self_reg', 'ui_self_reg_results', 'ui_aup', 'ui_max_devices', 'ui_changepwd'],
  ...['ui_device_reg', 'ui_post_access', 'ui_success', 'ui_contact', 'ui_error'],
];

/** ISE: the four pages of grace access have a description too. */
const GRACE_PAGES = ['waiting', 'success', 'deny', 'expire'].map((page) => `ui_grace_access_${page}_page`);

/** Pages whose policy can have a text of its own. */
const PAGES_WITH_POLICY = ['ui_login', 'ui_self_reg', 'ui_self_reg_results'];

const SHOWN = new Set([
  ...Object.keys(JSON.parse(readFileSync(new URL('./en.json', import.meta.url), 'utf8'))),
  ...GRACE_PAGES.map((page) => `${page}_description_html`),
  ...[...PAGES_WITH_MORE, ...GRACE_PAGES].flatMap((page) => [
    `${page}_optional_content_1`,
    `${page}_optional_content_2`,
  ]),
  ...PAGES_WITH_POLICY.map((page) => `${page}_aup_text`),
]);

/** Whether a customised text of this key (ISE's) replaces one of ours, or is shown where we have none. */
export function isShownKey(key: string): boolean {
  return SHOWN.has(key);
}
