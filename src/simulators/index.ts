export {
  type AuthorityPems,
  createLabAuthority,
  type IssuedCertificate,
  type IssueRequest,
  type LabAuthority,
  loadLabAuthority,
} from './certificates.ts';
export { DEFAULT_CHOICES, type VendorChoices } from './choices.ts';
export { LAB_CREDENTIALS, type LabCredentials } from './credentials.ts';
export type { Fault, FaultChannel, FaultHit, ScriptedFault, SmtpPhase } from './fault.ts';
export { SMTP_PHASES } from './fault.ts';
export {
  createFaults,
  type FaultRequest,
  type Faults,
  SIMULATOR_NAMES,
  type SimulatorName,
} from './fault-desk.ts';
export type { FaultEvent } from './fault-ledger.ts';
export type { Controls } from './faults.ts';
export { ListenError } from './http/listener.ts';
export type { Journal, NewMessage, RecordedMessage, RecordedRequest, RequestChanges } from './ports.ts';
export {
  type SimulatorLimits,
  type SimulatorOptions,
  type Simulators,
  startSimulators,
} from './simulators.ts';
export type { SmsDestination } from './smtp/read-mail.ts';
export { type Certificates, CHAIN_NAMES, type ChainName } from './tls/chains.ts';
export { twilioSignature } from './twilio/signature.ts';
