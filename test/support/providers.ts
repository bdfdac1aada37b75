import type { HttpProvider, SmtpProvider, SmtpServerSettings } from '../../src/domain/provider.ts';

/** A provider with every field at ISE's default but those given. */
export function httpProvider(fields: Partial<HttpProvider> = {}): HttpProvider {
  return {
    type: 'http',
    name: 'A provider',
    url: 'http://provider.example/send?to=$mobilenumber$&text=',
    data: '$message$',
    useHttpPost: false,
    httpPostContentType: '',
    httpsUsername: '',
    httpsPassword: '',
    httpsHost: '',
    httpsPort: 443,
    breakUpLongMessage: false,
    emulator: {},
    ...fields,
  };
}

export function smtpProvider(fields: Partial<SmtpProvider> = {}): SmtpProvider {
  return {
    type: 'smtp',
    name: 'A gateway',
    providerDomain: 'sms.example.com',
    providerAccountAddress: '',
    smtpApiDestinationAddress: '',
    smtpApiBodyTemplate: '',
    emulator: {},
    ...fields,
  };
}

export function smtpServer(fields: Partial<SmtpServerSettings> = {}): SmtpServerSettings {
  return {
    smtpServer: 'smtp.example.com',
    smtpPort: 25,
    connectionTimeout: 60,
    useTLSorSSLEncryption: false,
    usePasswordAuthentication: false,
    userName: '',
    password: '',
    notificationEnabled: true,
    defaultFromAddress: 'donotreply@example.com',
    useDefaultFromAddress: true,
    emulator: {},
    ...fields,
  };
}
