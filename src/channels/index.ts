import type { Channel, ChannelName, FieldRule } from '../domain/channel.ts';
import type { HttpProvider, SmtpProvider, SmtpServerSettings } from '../domain/provider.ts';
import type { Route } from '../domain/routing.ts';
import { email } from './email.ts';
import { httpGet } from './http-get.ts';
import { FORM_CONTENT_TYPE, httpPostForm } from './http-post-form.ts';
import { httpPostJson } from './http-post-json.ts';
import { httpPostTemplate } from './http-post-template.ts';
import { smsEmailGateway } from './sms-email-gateway.ts';

export const channels = {
  email,
  'sms-email-gateway': smsEmailGateway,
  'http-get': httpGet,
  'http-post-json': httpPostJson,
  'http-post-form': httpPostForm,
  'http-post-template': httpPostTemplate,
} satisfies Record<ChannelName, { name: ChannelName; settings: Record<string, FieldRule> }>;

/** Binds ISE's SMTP server. */
export function emailChannel(smtpServer: SmtpServerSettings): Route {
  return bind(email, { smtpServer }, 'Email goes through the SMTP server.');
}

/** Binds an SMTP-to-SMS gateway. */
export function gatewayChannel(provider: SmtpProvider, smtpServer: SmtpServerSettings): Route {
  const to = provider.smtpApiDestinationAddress || `<number>@${provider.providerDomain}`;
  return bind(smsEmailGateway, { provider, smtpServer }, `The provider is an SMTP gateway: mail to ${to}.`);
}

/**
 * Chooses the dialect of an HTTP provider from ISE's own fields.
 * GUESS: POST with Data exactly `$message$` makes ISE build the body (JSON or form, by content type); any other Data is
 * the body itself. `emulator.postBody` overrules it.
 */
export function httpChannel(provider: HttpProvider): Route {
  const use = (channel: Channel<HttpProvider>, reason: string) =>
    bind(channel, provider, reason, provider.breakUpLongMessage);
  const data = provider.data.trim();
  const type = provider.httpPostContentType;
  const { postBody = 'auto' } = provider.emulator;
  if (!provider.useHttpPost) {
    return use(httpGet, '"Use HTTP POST" is off: Data is URL-encoded and appended to the URL.');
  }
  const isTemplate = postBody === 'template' || (postBody === 'auto' && data !== '$message$');
  if (isTemplate) {
    const why = postBody === 'template' ? 'emulator.postBody is template' : 'Data is more than $message$';
    return use(httpPostTemplate, `POST, and ${why}: Data is the body, its variables replaced.`);
  }
  const why = postBody === 'build' ? 'emulator.postBody is build' : 'Data is exactly $message$';
  if (/\bjson\b/i.test(type)) {
    return use(httpPostJson, `POST, ${why}, content type ${type}: ISE builds the JSON body.`);
  }
  if (type === '' || type.toLowerCase().includes(FORM_CONTENT_TYPE)) {
    return use(httpPostForm, `POST, ${why}, content type ${type || 'empty'}: ISE builds the form, To added.`);
  }
  return use(
    httpPostTemplate,
    `POST, and ${type} is neither JSON nor a form: Data is the body, its variables replaced.`,
  );
}

function bind<S>(channel: Channel<S>, settings: S, reason: string, breakUpLongMessage = false): Route {
  return {
    channel: channel.name,
    reason,
    breakUpLongMessage,
    build: (message) => channel.build(message, settings),
    read: channel.read,
  };
}
