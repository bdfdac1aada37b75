import type { Request, Response } from 'express';
import { SUPPORT } from '../../domain/flow.ts';
import type { GuestContext } from './context.ts';
import { sessionOf } from './origin.ts';
import { showError, startLink } from './show.ts';

/**
 * ISE: the support information page and its switches. GUESS: its address. The MAC address is that of the network
 * session, empty where the redirect named none. GUESS: ISE's failure codes are not published, so the word for the last
 * refused sign-on stands there.
 */
export async function supportInfo(
  context: GuestContext,
  request: Request,
  response: Response,
): Promise<void> {
  const { texts, portal } = context;
  const settings = portal.settings.supportInfoSettings;
  if (!SUPPORT.when(context)) {
    showError(context, response, 404, texts('own_no_such_page_error'));
    return;
  }
  const session = await sessionOf(context, request);
  const rows = [
    { key: 'ui_contact_mac_address_label', on: settings.includeMacAddr, value: session?.mac ?? '' },
    {
      key: 'ui_contact_ip_address_label',
      on: settings.includeIpAddress,
      value: session?.ip ?? request.ip ?? '',
    },
    {
      key: 'ui_contact_user_agent_label',
      on: settings.includeBrowserUserAgent,
      value: request.get('user-agent') ?? '',
    },
    {
      key: 'ui_contact_policy_server_label',
      on: settings.includePolicyServer,
      value: request.socket.localAddress ?? '',
    },
    {
      key: 'ui_contact_failure_code_label',
      on: settings.includeFailureCode,
      value: request.session.walk?.failure ?? '',
    },
  ];
  const empty =
    settings.emptyFieldDisplay === 'DISPLAYWITHDEFAULTVALUE' ? settings.defaultEmptyFieldValue : '';
  response.render(SUPPORT.view, {
    t: texts,
    portal,
    settings: portal.settings,
    problems: [],
    startLink: startLink(context, request.session.walk?.entry ?? {}),
    rows: rows
      .filter(({ on, value }) => on && (value !== '' || settings.emptyFieldDisplay !== 'HIDE'))
      .map(({ key, value }) => ({ label: texts(key), value: value || empty })),
  });
}
