/**
 * Where the vendors' documents are silent or contradict each other, the answer is a choice. The defaults are the ones
 * documented in docs/simulators.md.
 */
export interface VendorChoices {
  /** GUESS: nobody captured the Content-Type of the classic API. */
  clickatellClassicContentType: string;
  /** GUESS: 001 was seen for wrong credentials, 002 is documented for an unknown user or a wrong password. */
  clickatellWrongPassword: '001' | '002';
  /** ISE: Cisco's own example sends the bare key, Clickatell's page a Bearer token: both pass. */
  clickatellRestBareToken: boolean;
  /** GUESS: `maxMessageParts` falls back to "the account's setting"; this is the lab account's. */
  clickatellRestMaxParts: 1 | 2 | 3;
  /** GUESS: the HTTP status of Platform error 108 was never captured. */
  clickatellPlatformBadKeyStatus: 202 | 401;
  /** The Platform integration is two-way, so a `from` it does not own is refused. */
  clickatellPlatformTwoWay: boolean;
  /** Credits of the Clickatell account, one a part; null: never runs out. */
  clickatellCredits: number | null;
  /** GUESS: what the SMTP API makes of a line without a known name: the message goes on (true), or the line is dropped. */
  clickatellMailContinuation: boolean;
  /** GUESS: no source shows Twilio reading POST parameters from the query, so it does not. */
  twilioQueryParameters: boolean;
  /** What a From that the account does not own gets: 21659 is usual today, 21606 was. */
  twilioForeignFrom: 21606 | 21659;
  /** Time a message stays in each status (queued, sending, sent), in milliseconds. */
  twilioStepMs: number;
  /** False: status callbacks go to loopback addresses only, so that nothing leaves the machine. */
  twilioCallbacksAnywhere: boolean;
}

export const DEFAULT_CHOICES: VendorChoices = {
  clickatellClassicContentType: 'text/plain; charset=utf-8',
  clickatellWrongPassword: '001',
  clickatellRestBareToken: true,
  clickatellRestMaxParts: 3,
  clickatellPlatformBadKeyStatus: 202,
  clickatellPlatformTwoWay: true,
  clickatellCredits: null,
  clickatellMailContinuation: true,
  twilioQueryParameters: false,
  twilioForeignFrom: 21659,
  twilioStepMs: 50,
  twilioCallbacksAnywhere: false,
};
