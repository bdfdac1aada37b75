import { type Account, UNTOUCHED } from '../domain/account.ts';
import { withLinks } from '../domain/approval-request.ts';
import type { GuestType } from '../domain/guest-type.ts';
import { escapeHtml, renderPart, unknownVariables } from '../domain/notification.ts';
import type { Portal } from '../domain/portal.ts';
import type { Clock } from '../domain/ports.ts';
import { type SmsSegments, smsSegments } from '../domain/sms-segments.ts';
import type { AccountStore } from '../domain/stores.ts';
import { type TemplatePart, templateParts } from '../domain/template-parts.ts';

export interface TemplatePreview extends TemplatePart {
  rendered: string;
  /** Variables that nothing fills: they are sent as they stand. */
  unknown: string[];
  /** Null for what is not sent as SMS. */
  sms: SmsSegments | null;
}

export interface TemplatePreviews {
  account: { id: string; username: string } | null;
  /** The account is made up, as there is none yet. */
  example: boolean;
  parts: TemplatePreview[];
}

/** Every notification text of the portal as the newest guest would get it; as an example guest when there is none. */
export async function previewTemplates(parts: {
  portal: Portal;
  accounts: AccountStore;
  clock: Clock;
}): Promise<TemplatePreviews> {
  const { portal } = parts;
  const [newest] = (await parts.accounts.list({ limit: 1, offset: 0 })).items;
  const account = newest ?? exampleAccount(portal, parts.clock.now());
  return {
    account: newest === undefined ? null : { id: newest.id, username: newest.username },
    example: newest === undefined,
    parts: [
      ...templateParts(portal.emulator.notifications),
      ...portal.emulator.guestTypes.flatMap(expiryParts),
    ].map((part) => {
      const rendered = renderPart(linked(part), account, portal);
      const isSms = part.becomes === 'text' && /(^|\.)sms(\.|Text$)/.test(part.path);
      return {
        ...part,
        rendered,
        unknown: [...new Set(unknownVariables(part))],
        sms: isSms ? smsSegments(rendered) : null,
      };
    }),
  };
}

/** A preview's links are well-formed and lead nowhere: none is signed for looking at a template. */
const EXAMPLE_LINKS = {
  approve: 'https://sponsor.example.com/sponsorportal/OneClick.action?action=approve&link=example',
  deny: 'https://sponsor.example.com/sponsorportal/OneClick.action?action=deny&link=example',
};

function linked(part: TemplatePart): TemplatePart {
  if (!/(?:^|\.)approval\./.test(part.path) || part.becomes === 'subject') return part;
  const encode = part.becomes === 'html' ? escapeHtml : (text: string) => text;
  return { ...part, template: withLinks(part.template, EXAMPLE_LINKS, encode) };
}

/** ISE: the notice of an account's coming end belongs to the guest type. Only those that are sent are shown. */
function expiryParts({ name, expirationNotification: notice }: GuestType): TemplatePart[] {
  const path = `guestTypes.${name}.expirationNotification`;
  return [
    { on: notice.sendEmailNotification, name: 'emailText', template: notice.emailText },
    { on: notice.sendSmsNotification, name: 'smsText', template: notice.smsText },
  ]
    .filter(({ on }) => on && notice.enableNotification)
    .map((one) => ({ path: `${path}.${one.name}`, becomes: 'text', template: one.template }));
}

/** A guest with something in every field, so that each variable shows what it does. */
export function exampleAccount(portal: Portal, now: Date): Account {
  const settings = portal.settings.selfRegPageSettings;
  return {
    ...UNTOUCHED,
    id: 'example',
    username: 'jdoe',
    password: '4711',
    state: 'AWAITING_INITIAL_LOGIN',
    guestType: settings.assignGuestsToGuestType,
    portalId: portal.id,
    fields: {
      ui_user_name: 'jdoe',
      ui_first_name: 'Jane',
      ui_last_name: 'Doe',
      ui_email_address: 'jane.doe@example.com',
      ui_phone_number: '+1 (555) 666-1212',
      ui_company: 'Example & Sons',
      ui_location: settings.selectableLocations[0] ?? '',
      ui_sms_provider: settings.selectableSmsProviders[0] ?? '',
      ui_person_visited: 'host@example.com',
      ui_reason_visit: 'A visit',
    },
    createdAt: now.toISOString(),
    validFrom: now.toISOString(),
    validTo: new Date(now.getTime() + 86_400_000).toISOString(),
    registrationKey: 'example',
  };
}
