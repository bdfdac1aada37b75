/**
 * The accounts the simulators know. They are printed in the banner and in the documentation: nothing here is a secret,
 * so they spell it out wherever the vendor's syntax leaves room for words.
 */
export interface LabCredentials {
  clickatell: {
    user: string;
    password: string;
    apiId: string;
    /** Bearer token of the REST API. */
    token: string;
    /** API key of the Platform and One API. */
    key: string;
  };
  twilio: {
    accountSid: string;
    authToken: string;
    /** The number that stands in examples; one of `numbers`. */
    from: string;
    messagingServiceSid: string;
    apiKeySid: string;
    apiKeySecret: string;
    /** The second pair, with the magic numbers: nothing is delivered or stored. */
    test: { accountSid: string; authToken: string };
  };
  telnyx: { organizationId: string; apiKey: string };
  /** Senders the accounts own, digits only. */
  numbers: string[];
  /** Null: any user may log in, and nobody has to. Set: only this user may. */
  smtp: { user: string; password: string } | null;
}

/** SIDs are two letters and 32 hexadecimal digits, which leaves no room for the word "lab". */
export const LAB_CREDENTIALS: LabCredentials = Object.freeze({
  clickatell: {
    user: 'lab',
    password: 'lab-password',
    apiId: '3591672',
    token: 'lab-clickatell-rest-token',
    key: 'lab-clickatell-platform-key==',
  },
  twilio: {
    accountSid: 'AC1ab000000000000000000000000001ab',
    authToken: '1ab0000000000000000000000000ab1e',
    from: '+17752874976',
    messagingServiceSid: 'MG1ab000000000000000000000000001ab',
    apiKeySid: 'SK1ab000000000000000000000000001ab',
    apiKeySecret: 'lab-api-key-secret',
    test: {
      accountSid: 'AC1ab00000000000000000000000007e57',
      authToken: '1ab00000000000000000000000007e57',
    },
  },
  telnyx: {
    organizationId: '1ab00000-0000-4000-8000-0000000001ab',
    apiKey: 'lab-telnyx-api-key',
  },
  numbers: ['15556661212', '17752874976'],
  smtp: null,
});

/** The lab's credentials with those of the caller put over them, vendor by vendor. */
export function withLabCredentials(given: Partial<LabCredentials> = {}): LabCredentials {
  return structuredClone({ ...LAB_CREDENTIALS, ...given });
}
