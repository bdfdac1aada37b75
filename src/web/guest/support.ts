import type { Request, Response } from 'express';
import type { GuestContext } from './context.ts';
import { showError } from './show.ts';

/**
 * ISE: the support information page and its switches. GUESS: its address. The MAC address and a failure code come from
 * the network session, which the emulator does not have.
 */
export function supportInfo(context: GuestContext, request: Request, response: Response): void {
  const { texts, portal } = context;
  const settings = portal.settings.supportInfoSettings;
  if (!settings.includeSupportInfoPage) {
    showError(context, response, 404, texts('own_no_such_page_error'));
    return;
  }
  const rows = [
    { key: 'ui_contact_mac_address_label', on: settings.includeMacAddr, value: '' },
    { key: 'ui_contact_ip_address_label', on: settings.includeIpAddress, value: request.ip ?? '' },
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
    { key: 'ui_contact_failure_code_label', on: settings.includeFailureCode, value: '' },
  ];
  const empty =
    settings.emptyFieldDisplay === 'DISPLAYWITHDEFAULTVALUE' ? settings.defaultEmptyFieldValue : '';
  response.render('guest/support', {
    t: texts,
    portal,
    settings: portal.settings,
    problems: [],
    startLink: '',
    rows: rows
      .filter(({ on, value }) => on && (value !== '' || settings.emptyFieldDisplay !== 'HIDE'))
      .map(({ key, value }) => ({ label: texts(key), value: value || empty })),
  });
}
