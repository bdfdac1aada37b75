import type { Request } from 'express';
import type { Account } from '../../domain/account.ts';
import { MAX_DESCRIPTION } from '../../domain/device.ts';
import { assertNever } from '../../domain/errors.ts';
import { maxDevices } from '../../domain/flow.ts';
import { addDevice, type DeviceProblem, removeDevice } from '../../services/guest-devices.ts';
import type { GuestContext } from './context.ts';
import type { Problem } from './field-texts.ts';
import { originOf, sessionOf } from './origin.ts';
import { posted } from './posted.ts';
import type { Passed, Posted } from './step-pages.ts';

/**
 * ISE: the device registration page: *Add*, *Delete*, *Save, Continue* and *Skip*. Each button has a form of its own, so
 * that it works without scripts; GUESS: the names of the fields. A form that says nothing goes on.
 */
export async function submitDevice({ context, request, account }: Posted): Promise<Passed> {
  const doer = { actor: 'guest' as const, address: originOf(request).address };
  const given = { mac: posted(request, 'device.mac'), description: posted(request, 'device.description') };
  switch (posted(request, 'device.action')) {
    case 'add': {
      const problem = await addDevice(context, account, given, doer);
      if (problem === null) return { problems: [] };
      return { problems: [problemOf(context, problem)], model: { given } };
    }
    case 'delete':
      await removeDevice(context, account, given.mac, doer);
      return { problems: [] };
    default:
      return { account };
  }
}

export async function deviceModel(
  context: GuestContext,
  request: Request,
  account: Account,
): Promise<Record<string, unknown>> {
  const devices = await context.devices.listByAccount(account.id);
  const mac = (await sessionOf(context, request))?.mac ?? '';
  const isKnown = devices.some((device) => device.mac === mac);
  const limit = maxDevices(context.portal, account);
  return {
    devices: devices.map((device) => ({ ...device, current: device.mac === mac })),
    limit,
    isFull: devices.length >= limit,
    given: { mac: isKnown ? '' : mac, description: '' },
    maxDescription: MAX_DESCRIPTION,
  };
}

function problemOf({ texts }: GuestContext, problem: DeviceProblem): Problem {
  switch (problem) {
    case 'invalid':
      return { target: 'device.mac', text: texts('ui_invalid_mac_format_error') };
    case 'taken':
      return { target: 'device.mac', text: texts('ui_device_reg_already_registered_message') };
    case 'full':
      return { target: null, text: texts('ui_device_reg_max_reached_message') };
    case 'description':
      return {
        target: 'device.description',
        text: texts('own_device_description_error', { maximum: MAX_DESCRIPTION }),
      };
    default:
      return assertNever(problem);
  }
}
