import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { VendorParts } from '../vendor.ts';
import type { TwilioMessage } from './message.ts';
import { twilioSignature } from './signature.ts';

/** Tells a message's StatusCallback what has become of it. */

const TIMEOUT_MS = 5000;

export interface Callbacks {
  /** Posts the message's present status. Resolves when it has been answered or given up; never rejects. */
  post(message: TwilioMessage): Promise<void>;
  /** Breaks off what is under way. */
  close(): void;
}

export function createCallbacks(parts: VendorParts): Callbacks {
  let under = new AbortController();

  return {
    async post(message) {
      const url = message.statusCallback;
      if (url === null || !(parts.choices.twilioCallbacksAnywhere || isLoopback(url))) return;
      const parameters = callbackParameters(message);
      const { twilio } = parts.credentials;
      // Telnyx signs with a key pair of its own, which is not simulated.
      const signature: Record<string, string> =
        message.accountSid === twilio.accountSid
          ? { 'X-Twilio-Signature': twilioSignature(twilio.authToken, url, parameters) }
          : {};
      await postForm(url, new URLSearchParams(parameters).toString(), signature, under.signal);
    },
    close() {
      under.abort();
      under = new AbortController();
    },
  };
}

export function callbackParameters(message: TwilioMessage): Record<string, string> {
  const done = message.status === 'delivered' || message.status === 'undelivered';
  return {
    AccountSid: message.accountSid,
    ApiVersion: '2010-04-01',
    ...(message.errorCode === null ? {} : { ErrorCode: String(message.errorCode) }),
    From: message.from ?? '',
    MessageSid: message.sid,
    MessageStatus: message.status,
    ...(done ? { RawDlrDoneDate: compactDate(message.updatedAt) } : {}),
    SmsSid: message.sid,
    SmsStatus: message.status,
    To: message.to,
  };
}

/** `YYMMDDhhmm` in UTC. */
function compactDate(date: Date): string {
  return date.toISOString().replace(/\D/g, '').slice(2, 12);
}

/** Names that are this machine by definition; nothing is looked up. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/** The certificate of a loopback address is not checked: there is nobody in between. */
function postForm(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, {
      method: 'POST',
      agent: false,
      signal,
      timeout: TIMEOUT_MS,
      rejectUnauthorized: !isLoopback(url),
      headers: {
        ...headers,
        'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'Content-Length': Buffer.byteLength(body),
        'User-Agent': 'TwilioProxy/1.1',
        Accept: '*/*',
      },
    });
    request.on('timeout', () => request.destroy());
    request.on('response', (response) => response.resume());
    request.on('error', () => {});
    request.on('close', () => resolve());
    request.end(body);
  });
}
