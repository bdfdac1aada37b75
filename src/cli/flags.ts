import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { SHIPPED } from '../config/shipped.ts';
import type { ConfigOptions } from '../config.ts';

export interface Flags extends Omit<ConfigOptions, 'env' | 'ports'> {
  httpPort: number;
  httpsPort: number;
  sponsorPort: number;
  simHttpPort: number;
  simHttpsPort: number;
  smtpPort: number;
  json: boolean;
}

/** Which flag sets which port: a taken port is reported by its flag. */
export const PORT_FLAGS = {
  http: '--http-port',
  https: '--https-port',
  sponsor: '--sponsor-port',
  simHttp: '--sim-http-port',
  simHttps: '--sim-https-port',
  smtp: '--smtp-port',
} as const;

/** A flag with its `ISE_GUEST_*` variable. */
export function option(flags: string, what: string): Option {
  const made = new Option(flags, what);
  return made.env(variableOf(made.long?.slice(2) ?? ''));
}

/** The flags that say what is emulated: the same for every command. */
export const FILE_OPTIONS = {
  data: () => option('--data <folder>', 'where everything is kept; :memory: keeps nothing').default('./data'),
  providers: () =>
    option('--providers <file>', 'SMS providers').default(defaultFile('providers.json', SHIPPED.providers)),
  portal: () =>
    option('--portal <file>', "portal, in the JSON of ISE's ERS").default(
      defaultFile('portal.json', SHIPPED.portal),
    ),
  release: () =>
    option('--release <release>', 'ISE release to emulate, e.g. 1.4p8 or "2.0 patch 3"').default('3.4'),
};

/** Every flag, its `ISE_GUEST_*` variable and its default; `--help` lists them. */
export function flagsOf(command: Command): Command {
  const onOff = (name: string, what: string) => {
    const variable = variableOf(name);
    const value = readOnOff(process.env[variable]);
    if (value === null) {
      command.error(`${variable} is "${process.env[variable]}"; it must be true or false.`);
    }
    return new Option(`--${name}`, `${what} (env: ${variable})`).default(value);
  };
  const port = (flag: string, placeholder: number, what: string) =>
    option(`${flag} <port>`, `${what}; 0 takes a free one`).default(placeholder).argParser(parsePort);
  return command
    .addOption(port(PORT_FLAGS.http, 8080, 'portal and inspector over plain HTTP'))
    .addOption(port(PORT_FLAGS.https, 8443, 'guest portal over HTTPS, as ISE'))
    .addOption(port(PORT_FLAGS.sponsor, 8445, 'sponsor portal over HTTPS, as ISE'))
    .addOption(port(PORT_FLAGS.simHttp, 8081, 'provider simulators over plain HTTP'))
    .addOption(port(PORT_FLAGS.simHttps, 8444, 'provider simulators over HTTPS'))
    .addOption(port(PORT_FLAGS.smtp, 2525, 'SMTP server that receives our email'))
    .addOption(option('--host <address>', 'address to listen on').default('127.0.0.1'))
    .addOption(FILE_OPTIONS.data())
    .addOption(FILE_OPTIONS.providers())
    .addOption(FILE_OPTIONS.portal())
    .addOption(FILE_OPTIONS.release())
    .addOption(onOff('live', 'send to the real providers: ignore connectTo'))
    .addOption(onOff('loose', 'simulators overlook what vendors would refuse'))
    .addOption(onOff('json', 'print one JSON line when ready, instead of the banner'));
}

function variableOf(flag: string): string {
  return `ISE_GUEST_${flag.toUpperCase().replaceAll('-', '_')}`;
}

/** Commander takes any value of a switch's variable for yes; `ISE_GUEST_LIVE=false` must not cost money. */
function readOnOff(value: string | undefined): boolean | null {
  if (value === undefined || /^(false|0|no|)$/i.test(value)) return false;
  return /^(true|1|yes)$/i.test(value) ? true : null;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65535) {
    throw new InvalidArgumentError(`"${text}" is not a port; it must be a whole number from 0 to 65535.`);
  }
  return port;
}

/** The file beside the user, when there is one, before the one that ships. */
function defaultFile(name: string, shipped: string): string {
  return existsSync(name) ? `./${name}` : shipped;
}
