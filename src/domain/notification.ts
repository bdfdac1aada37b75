import type { Account } from './account.ts';
import { localTime, zoneOf } from './local-time.ts';
import type { Message } from './message.ts';
import type { Portal } from './portal.ts';
import type { TemplatePart } from './template-parts.ts';

/** The texts of the credential messages, with `$ui_…$` variables in them. */
export interface MessageTemplates {
  sms: { text: string };
  email: { subject: string; text: string; html: string };
  /** The mail to who must approve; two more variables in it are its links. */
  approval: { email: { subject: string; text: string; html: string } };
  /** What *Print* puts on paper, as HTML. */
  print: { html: string };
}

/** The templates of a portal: its own, and by the tags of languages (`de`) others for whole messages. */
export interface NotificationTemplates extends MessageTemplates {
  languages: Record<string, Partial<MessageTemplates>>;
}

/** ISE: the account's notification language. GUESS: the name of the field; it holds the tag of a language. */
export const LANGUAGE_FIELD = 'ui_notification_language';

/** The templates in the language of an account; a message that has none in it is the portal's own. */
export function templatesFor(account: Account, { emulator }: Portal): MessageTemplates {
  const { languages, ...own } = emulator.notifications;
  const language = account.fields[LANGUAGE_FIELD] ?? '';
  return Object.hasOwn(languages, language) ? { ...own, ...languages[language] } : own;
}

/**
 * SEEN: the shape of the SMS is the one Cisco's own receiver reads the credentials out of. The rest is our own wording:
 * ISE's stock texts are not part of an export.
 */
export const DEFAULT_NOTIFICATIONS: Omit<MessageTemplates, 'approval'> = {
  sms: { text: 'Your account details: Username: $ui_user_name$ Password: $ui_password$' },
  email: {
    subject: 'Your Guest Account Credentials',
    text: [
      'Welcome,',
      '',
      'here is your guest access to the network.',
      '',
      'Username: $ui_user_name$',
      'Password: $ui_password$',
      '',
      'It works from $ui_start_date_time$ until $ui_end_date_time$.',
      '',
    ].join('\n'),
    html: [
      '<p>Welcome,</p>',
      '<p>here is your guest access to the network.</p>',
      '<p>Username: <strong>$ui_user_name$</strong><br>',
      'Password: <strong>$ui_password$</strong></p>',
      '<p>It works from $ui_start_date_time$ until $ui_end_date_time$.</p>',
      '',
    ].join('\n'),
  },
  print: {
    html: [
      '<h2>Guest access</h2>',
      '<p>Username: <strong>$ui_user_name$</strong><br>',
      'Password: <strong>$ui_password$</strong></p>',
      '<p>Valid from $ui_start_date_time$ until $ui_end_date_time$.</p>',
      '',
    ].join('\n'),
  },
};

/** The plain texts that carry credentials, in every language: what a received message is read by. */
export function credentialTexts({ languages, ...own }: NotificationTemplates): string[] {
  return [own, ...Object.values(languages)].flatMap(({ sms, email }) =>
    [sms?.text ?? '', email?.text ?? ''].filter((text) => text !== ''),
  );
}

/** GUESS: the names; filled in the mail to the approver only. */
const APPROVAL_VARIABLES = ['ui_approve_link', 'ui_deny_link'];

const VARIABLE = /\$(ui_[a-z0-9_]+)\$/g;

/** What was meant for one, misspelt ones such as `$password$` or `$ui_Password$` too. */
const VARIABLE_LIKE = /\$([A-Za-z][\w.-]*)\$/g;

/**
 * The variables of a credential message and how each is filled.
 * SEEN: the names of the registration fields, which a portal's form posts. GUESS: the names of all others are recalled.
 */
const VARIABLES: Record<string, (account: Account, portal: Portal) => string> = {
  ui_user_name: (account) => account.username,
  ui_guest_username: (account) => account.username,
  ui_password: (account) => account.password,
  ui_first_name: field('ui_first_name'),
  ui_last_name: field('ui_last_name'),
  ui_email_address: field('ui_email_address'),
  ui_phone_number: field('ui_phone_number'),
  ui_company: field('ui_company'),
  ui_location: field('ui_location'),
  ui_sms_provider: field('ui_sms_provider'),
  ui_person_visited: field('ui_person_visited'),
  ui_reason_visit: field('ui_reason_visit'),
  ui_guest_type: (account) => account.guestType,
  ui_start_date_time: (account, portal) => localTime(account.validFrom, account, portal),
  ui_end_date_time: (account, portal) => localTime(account.validTo, account, portal),
  ui_time_zone: (account, portal) => zoneOf(account, portal),
  [LANGUAGE_FIELD]: field(LANGUAGE_FIELD),
  ui_portal_name: (_account, portal) => portal.name,
};

/** The names of the variables, without their dollar signs. */
export const VARIABLE_NAMES: readonly string[] = Object.keys(VARIABLES);

function field(name: string): (account: Account) => string {
  return (account) => account.fields[name] ?? '';
}

/** Names in a template that no variable has; they are sent as they stand. Custom fields (`…_text`) are never unknown. */
export function unknownVariables({ path, template }: Pick<TemplatePart, 'path' | 'template'>): string[] {
  const more = /(?:^|\.)approval\./.test(path) ? APPROVAL_VARIABLES : [];
  return [...template.matchAll(VARIABLE_LIKE)]
    .map((match) => match[1] ?? '')
    .filter((name) => !Object.hasOwn(VARIABLES, name) && !/^ui_[a-z0-9_]+_text$/.test(name))
    .filter((name) => !more.includes(name))
    .map((name) => `$${name}$`);
}

/**
 * Replaces the variables in one pass, so that what a guest typed is never looked at again: one who calls himself
 * `$ui_password$` reads just that.
 */
export function fill(
  template: string,
  account: Account,
  portal: Portal,
  encode: (text: string) => string,
): string {
  return template.replace(VARIABLE, (whole, name: string) => {
    if (Object.hasOwn(VARIABLES, name)) return encode(VARIABLES[name]?.(account, portal) ?? '');
    const custom = Object.hasOwn(account.fields, name) ? account.fields[name] : undefined;
    return custom === undefined ? whole : encode(custom);
  });
}

/** Every variable with its value, for texts that are filled elsewhere; the guest's custom fields among them. */
export function variablesOf(account: Account, portal: Portal): Record<string, string> {
  const own = Object.entries(VARIABLES).map(([name, read]) => [name, read(account, portal)] as const);
  return { ...account.fields, ...Object.fromEntries(own) };
}

type Stamp = Pick<Message, 'id' | 'date' | 'to'>;

export function credentialSms(account: Account, portal: Portal, stamp: Stamp): Message {
  const { text } = templatesFor(account, portal).sms;
  return { ...stamp, kind: 'sms', text: fill(text, account, portal, same) };
}

/** The subject is one line whatever the fields hold; the HTML part has every value escaped. */
export function credentialEmail(account: Account, portal: Portal, stamp: Stamp): Message {
  const { subject, text, html } = templatesFor(account, portal).email;
  return {
    ...stamp,
    kind: 'email',
    subject: oneLine(fill(subject, account, portal, same)),
    text: fill(text, account, portal, same),
    html: fill(html, account, portal, escapeHtml),
  };
}

/** One text of the templates with an account's data: of a subject one line, of HTML every value escaped. */
export function renderPart(
  part: Pick<TemplatePart, 'becomes' | 'template'>,
  account: Account,
  portal: Portal,
): string {
  if (part.becomes === 'html') return fill(part.template, account, portal, escapeHtml);
  const text = fill(part.template, account, portal, same);
  return part.becomes === 'subject' ? oneLine(text) : text;
}

/** No header can be begun by what a guest typed; a value that is empty leaves no gap. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim();
}

/** The print-out as HTML, every value escaped. The template itself is the operator's, and is not cleaned here. */
export function credentialPrint(account: Account, portal: Portal): string {
  return fill(templatesFor(account, portal).print.html, account, portal, escapeHtml);
}

function same(text: string): string {
  return text;
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
