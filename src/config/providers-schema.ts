import { z } from 'zod';
import { parseEndpoint } from '../channels/endpoint.ts';
import { choice, filledText, flag, port, record, secretText, text, wholeNumber } from './fields.ts';

const HOST_PORT = /^([^\s:/]*|\[[0-9a-f:.]+\]):(\d{1,5})$/i;
const URL_ALLOWED = 'an absolute http:// or https:// URL';
const TARGET_ALLOWED = '"host:port", or "simulator"';

type Env = Record<string, string | undefined>;

/** `providers.json`: SMS gateways in the words of ISE's settings page, and what stands beside them. */
export function providersSchema(env: Env) {
  return record({
    $schema: text().optional(),
    providers: z
      .array(
        z.discriminatedUnion('type', [httpProvider(env), smtpProvider(env)], {
          error: 'an SMS gateway with type "http" or "smtp"',
        }),
        {
          error: 'a list of SMS gateways',
        },
      )
      .describe('Administration > System > Settings > SMS Gateway, one row each.'),
    smtpServer: smtpServer(env).prefault({}),
    proxy: proxy(env).nullable().default(null),
    trustedCertificates: z
      .array(filledText('a PEM file, a glob, a PEM text, or the word simulator'), {
        error: 'a list of PEM files',
      })
      .default([])
      .describe(
        'The trusted certificates store: PEM files or globs; "simulator" is the lab root and its G2 intermediate.',
      ),
    connectTo: z
      .record(
        z.string().regex(HOST_PORT),
        z
          .string({ error: TARGET_ALLOWED })
          .refine((to) => to === 'simulator' || HOST_PORT.test(to), { error: TARGET_ALLOWED }),
        {
          error: (issue) =>
            issue.code === 'invalid_key'
              ? 'under a name that reads host:port'
              : 'an object of "host:port": "host:port"',
        },
      )
      .default({})
      .describe(
        'Leads a host:port elsewhere, like curl --connect-to; "simulator" is our own listener. --live ignores it.',
      ),
  });
}

function httpProvider(env: Env) {
  const secret = () => secretText(env);
  const url = secret().refine(isUrl, { error: URL_ALLOWED });
  return record({
    name: filledText(),
    type: z.literal('http'),
    url: url.describe('ISE: "URL". $mobilenumber$ and $message$ are replaced.'),
    data: secret().default('').describe('ISE: "Data (Url encoded portion)".'),
    useHttpPost: flag().default(false).describe('ISE: "Use HTTP POST method for data portion".'),
    httpPostContentType: text().default('').describe('ISE: "HTTP POST data content type".'),
    httpsUsername: secret().default('').describe('ISE: "HTTPS Username".'),
    httpsPassword: secret().default('').describe('ISE: "HTTPS Password".'),
    httpsHost: text().default('').describe('ISE: "HTTPS Host"; the credentials go only there.'),
    httpsPort: port().default(443).describe('ISE: "HTTPS Port".'),
    breakUpLongMessage: flag()
      .default(false)
      .describe('ISE: "Break up long message into multiple parts (140 byte chunks)".'),
    emulator: record({
      plus: choice(['keep', 'strip'])
        .optional()
        .describe('The leading + of a number. Default: keep in a POST form or template, strip elsewhere.'),
      spaces: choice(['plus', 'percent'])
        .optional()
        .describe('A blank in URL encoding: + or %20. Default: plus.'),
      authorization: choice(['basic', 'bearer', 'raw'])
        .optional()
        .describe('Default: basic; raw when only the password is filled in.'),
      preemptiveAuth: flag()
        .optional()
        .describe('Send Basic credentials at once, or wait for a 401. Default: true.'),
      keepQueryOnPost: flag()
        .optional()
        .describe('Leave the URL query in place when its parameters move into the body. Default: false.'),
      postBody: choice(['auto', 'build', 'template'])
        .optional()
        .describe('Default: auto, which builds when Data is exactly $message$.'),
      timeoutMs: wholeNumber(1, 600_000).optional().describe('Default: 10000.'),
      replay: choice(['off', 'any', 'accepted', 'refused'])
        .optional()
        .describe(
          'Simulators answer this provider with what the real one answered under --live. Default: off.',
        ),
    })
      .default({})
      .describe('What nobody could verify on a real ISE.'),
  });
}

function smtpProvider(env: Env) {
  return record({
    name: filledText(),
    type: z.literal('smtp'),
    providerDomain: filledText('a domain such as sms.example.com').describe('ISE: "Provider Domain".'),
    providerAccountAddress: text().default('').describe('ISE: "Provider account address", the sender.'),
    smtpApiDestinationAddress: text().default('').describe('ISE: "SMTP API destination address".'),
    smtpApiBodyTemplate: secretText(env)
      .default('')
      .describe('ISE: "SMTP API body template"; empty means $message$.'),
    emulator: record({
      plus: choice(['keep', 'strip']).optional().describe('The leading + of a number. Default: strip.'),
      timeoutMs: wholeNumber(1, 600_000).optional().describe("Default: the SMTP server's connectionTimeout."),
    }).default({}),
  });
}

/** ISE: names and defaults of the ERS resource `ERSGuestSmtpNotificationSettings`. */
function smtpServer(env: Env) {
  return record({
    smtpServer: text().default(''),
    smtpPort: port().default(25),
    connectionTimeout: wholeNumber(1, 600).default(60).describe('Seconds.'),
    useTLSorSSLEncryption: flag().default(false),
    usePasswordAuthentication: flag().default(false),
    userName: secretText(env).default(''),
    password: secretText(env).default(''),
    notificationEnabled: flag().default(true),
    defaultFromAddress: filledText('an email address').default('donotreply@example.com'),
    useDefaultFromAddress: flag().default(false),
    emulator: record({
      encryption: choice(['auto', 'starttls', 'tls'])
        .optional()
        .describe('Default: auto, TLS at once on port 465 and STARTTLS elsewhere.'),
    }).default({}),
  });
}

function proxy(env: Env) {
  return record({
    fqdn: filledText('a host name or address'),
    port: port(),
    userName: secretText(env).default(''),
    password: secretText(env).default(''),
    bypassHosts: z
      .union([text().transform((list) => list.split(',').map((host) => host.trim())), z.array(text())], {
        error: 'host names, as a list or separated by commas',
      })
      .transform((hosts) => hosts.filter((host) => host !== ''))
      .default([]),
  });
}

function isUrl(url: string): boolean {
  try {
    parseEndpoint(url);
    return true;
  } catch {
    return false;
  }
}
