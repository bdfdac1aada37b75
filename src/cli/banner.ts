import type { Emulator } from '../emulator.ts';

/** What a newcomer reads first: where everything is, and the credentials of the lab. */
export function banner(emulator: Emulator, notes: string[]): string {
  const { info, urls } = emulator;
  const { clickatell, twilio } = info.simulators;
  return [
    `ISE guest emulator, ISE ${info.release}`,
    '',
    `  Guest portal      ${urls.portal}`,
    `                    ${urls.portalHttps}`,
    `  Sponsor portal    ${urls.sponsor}`,
    `                    ${urls.sponsorHttp}`,
    `  Inspector         ${urls.http}/lab`,
    `  Simulators        ${info.simulators.http}   ${info.simulators.https}   (controls under /_sim/)`,
    `  Mailbox (SMTP)    ${info.smtp.host}:${info.smtp.port}`,
    '',
    '  Lab credentials',
    `    Clickatell      user ${clickatell.user}, password ${clickatell.password}, api_id ${clickatell.apiId}`,
    `                    REST token ${clickatell.token}, platform key ${clickatell.key}`,
    `    Twilio          ${twilio.accountSid}, auth token ${twilio.authToken}, from ${twilio.from}`,
    ...emulator.sponsors.map(
      ({ username, password, groups }, index) =>
        `    ${index === 0 ? 'Sponsors' : '        '}        ${username}, password ${password} (${groups.join(', ')})`,
    ),
    '',
    ...notes.map((note) => `  ${note}`),
    ...(notes.length > 0 ? [''] : []),
    '  Register as a guest on the portal, then watch the message in the inspector. Ctrl-C stops.',
    '',
  ].join('\n');
}
