/**
 * An SMS gateway as ISE's settings page describes it, one field for one field.
 * ISE: the labels of Administration > System > Settings > SMS Gateway.
 */
export interface HttpProvider {
  type: 'http';
  name: string;
  /** "URL": `$mobilenumber$` and `$message$` allowed; the scheme picks HTTP or HTTPS. */
  url: string;
  /** "Data (Url encoded portion)". */
  data: string;
  /** "Use HTTP POST method for data portion". */
  useHttpPost: boolean;
  /** "HTTP POST data content type". */
  httpPostContentType: string;
  httpsUsername: string;
  httpsPassword: string;
  httpsHost: string;
  httpsPort: number;
  /** "Break up long message into multiple parts (140 byte chunks)". */
  breakUpLongMessage: boolean;
  emulator: HttpEmulatorSettings;
}

/** What nobody could verify on a real ISE: each one a setting. Undefined means the documented default. */
export interface HttpEmulatorSettings {
  plus?: 'keep' | 'strip';
  spaces?: 'plus' | 'percent';
  authorization?: 'basic' | 'bearer' | 'raw';
  preemptiveAuth?: boolean;
  keepQueryOnPost?: boolean;
  postBody?: 'auto' | 'build' | 'template';
  timeoutMs?: number;
  /** Answer from recordings of the real provider: of any outcome, or of one. Undefined: the simulator answers. */
  replay?: 'off' | 'any' | 'accepted' | 'refused';
}

export interface SmtpProvider {
  type: 'smtp';
  name: string;
  /** "Provider Domain": the recipient is `<mobile>@<domain>`. */
  providerDomain: string;
  /** "Provider account address": the sender; empty means the SMTP server's default sender. */
  providerAccountAddress: string;
  /** "SMTP API destination address": a fixed recipient; the number then goes into the body. */
  smtpApiDestinationAddress: string;
  /** "SMTP API body template"; empty means `$message$`. */
  smtpApiBodyTemplate: string;
  emulator: SmtpEmulatorSettings;
}

export interface SmtpEmulatorSettings {
  plus?: 'keep' | 'strip';
  timeoutMs?: number;
}

export type Provider = HttpProvider | SmtpProvider;

/** ISE: the names of the ERS resource `ERSGuestSmtpNotificationSettings`. */
export interface SmtpServerSettings {
  smtpServer: string;
  smtpPort: number;
  /** Seconds. */
  connectionTimeout: number;
  useTLSorSSLEncryption: boolean;
  usePasswordAuthentication: boolean;
  userName: string;
  password: string;
  notificationEnabled: boolean;
  defaultFromAddress: string;
  useDefaultFromAddress: boolean;
  emulator: {
    /**
     * GUESS: ISE has one switch for encryption; nobody could see whether it then speaks TLS at once or STARTTLS.
     * `auto` takes TLS at once on port 465 and STARTTLS elsewhere.
     */
    encryption?: 'auto' | 'starttls' | 'tls';
  };
}

/** ISE: Administration > System > Settings > Proxy. */
export interface ProxySettings {
  fqdn: string;
  port: number;
  userName: string;
  password: string;
  /** Host names, or `*.domain` patterns, that are reached directly. */
  bypassHosts: string[];
}
