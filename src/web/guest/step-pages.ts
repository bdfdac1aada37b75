import type { Request } from 'express';
import type { Account } from '../../domain/account.ts';
import { maxDevices, type StepName } from '../../domain/flow.ts';
import { webAddress } from '../../domain/web-address.ts';
import { acceptAup } from '../../services/accept-aup.ts';
import { registerCurrentDevice } from '../../services/guest-devices.ts';
import type { GuestContext } from './context.ts';
import { deviceModel, submitDevice } from './device-page.ts';
import type { Problem } from './field-texts.ts';
import { originOf, sessionOf } from './origin.ts';
import { passwordModel, submitPassword } from './password-page.ts';
import { aupAccepted } from './posted.ts';
import { type IssuedToken, walkOf } from './walk.ts';

export type Passed =
  /** The step is done; the account as it is now. */
  | { account: Account }
  /** The page again: something is wrong, or the guest is not done with it. */
  | { problems: Problem[]; model?: Record<string, unknown> };

export interface Posted {
  context: GuestContext;
  request: Request;
  account: Account;
  token: IssuedToken;
}

export interface StepPage {
  /** What posting the page's form does. */
  submit(posted: Posted): Promise<Passed>;
  /** What its view shows beside the account. */
  model(
    context: GuestContext,
    request: Request,
    account: Account,
  ): Record<string, unknown> | Promise<Record<string, unknown>>;
}

/** The pages of the steps: a row per row of `STEPS`. */
export const STEP_PAGES: Record<StepName, StepPage> = {
  aup: {
    async submit({ context, request, account }) {
      if (aupAccepted(request)) {
        return { account: await acceptAup(context, account, originOf(request).address) };
      }
      return { problems: [{ target: null, text: context.texts('ui_aup_decline_error') }] };
    },
    model: ({ portal }, _request, account) => ({
      // ISE: `useDiffAupForEmployees`.
      aupKey:
        account.creation === 'employee' && portal.settings.aupSettings.useDiffAupForEmployees
          ? 'ui_aup_employee_text'
          : 'ui_aup_guest_text',
    }),
  },
  'max-devices': {
    async submit({ context, request, account }) {
      await rememberDevice(context, request, account);
      return { account };
    },
    model: async (context, _request, account) => ({
      limit: maxDevices(context.portal, account),
      oldest: (await context.devices.listByAccount(account.id))[0] ?? null,
    }),
  },
  'change-password': { submit: submitPassword, model: passwordModel },
  devices: { submit: submitDevice, model: deviceModel },
  banner: { submit: passed, model: () => ({}) },
  success: {
    submit: passed,
    model: async (context, request) => ({
      portalSessionId: walkOf(request, context.random).portalSessionId,
      redirectTo: await redirectOf(context, request),
      coaRequested: walkOf(request, context.random).coaRequestedAt !== undefined,
    }),
  },
};

/** ISE: `autoRegisterGuestDevices`; nothing when it is off or the network session names no device. */
export async function rememberDevice(
  context: GuestContext,
  request: Request,
  account: Account,
): Promise<void> {
  if (!context.portal.settings.guestDeviceRegistrationSettings.autoRegisterGuestDevices) return;
  const mac = (await sessionOf(context, request))?.mac ?? null;
  if (mac === null) return;
  await registerCurrentDevice(context, account, mac, { actor: 'guest', address: originOf(request).address });
}

async function passed({ account }: Posted): Promise<Passed> {
  return { account };
}

/** ISE: `successRedirect`. Null where the success page is the end. */
async function redirectOf(context: GuestContext, request: Request): Promise<string | null> {
  const { successRedirect, redirectUrl } = context.portal.settings.authSuccessSettings;
  if (successRedirect === 'URL') return webAddress(redirectUrl);
  if (successRedirect !== 'ORIGINATINGURL') return null;
  return (await sessionOf(context, request))?.originatingUrl ?? null;
}
