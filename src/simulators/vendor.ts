import type { VendorChoices } from './choices.ts';
import type { LabCredentials } from './credentials.ts';
import type { FaultScript, Strike } from './faults.ts';
import { type Answer, answer } from './http/answer.ts';
import type { Exchange } from './http/connection-parts.ts';
import type { SimRequest } from './http/sim-request.ts';
import { TAG_HEADER, type TagOf } from './lab-tag.ts';
import type { Clock, Random } from './ports.ts';

/** What every vendor's code is given. */
export interface VendorParts {
  credentials: LabCredentials;
  /** True: what a vendor would refuse is overlooked where the message can still be understood. */
  loose: boolean;
  choices: VendorChoices;
  clock: Clock;
  random: Random;
}

/** A vendor's answer to one request, which it may be told to spoil. */
export type Handler = (request: SimRequest, faults: FaultTaker) => Answer | Promise<Answer>;

export interface FaultTaker {
  /**
   * Takes the next scripted fault for these recipients. To be called once a request that sends has passed
   * authentication. `answer` set: to be returned as it is. `code` set: to be refused with it, the recipient `to` alone
   * unless that is null. Neither: go on as if nothing had happened.
   */
  take(to: string[]): { answer?: Answer; code?: { code: string; text?: string; to: string | null } };
}

export function faultTaker(
  script: FaultScript,
  request: SimRequest,
  { exchange, tagOf }: { exchange: Exchange; tagOf: TagOf | undefined },
): FaultTaker {
  return {
    take(to) {
      const raw = `${request.path}?${request.query}\n${request.body.toString('latin1')}`;
      const tag = request.header(TAG_HEADER) ?? tagOf?.({ to, raw }) ?? null;
      const strike = script.take({ requestId: request.id, to, tag });
      exchange.strike = strike;
      if (!strike) return {};
      const { fault } = strike;
      if (fault.code !== undefined) {
        return {
          code: {
            code: String(fault.code),
            ...(fault.text === undefined ? {} : { text: fault.text }),
            to: strike.to,
          },
        };
      }
      return spoiled(strike);
    },
  };
}

function spoiled({ fault }: Strike): { answer?: Answer } {
  if (fault.status !== undefined) {
    const refusal = `HTTP ${fault.status}`;
    return {
      answer: answer(fault.status, guessType(fault.body), fault.body ?? '', {
        refusal: isGood(fault.status) ? null : refusal,
      }),
    };
  }
  if (!fault.accept) {
    const refusal = fault.hang
      ? 'never answered'
      : fault.reset
        ? 'connection reset'
        : fault.garbage
          ? 'answered with garbage'
          : null;
    if (refusal !== null) return { answer: answer(500, 'text/plain', '', { refusal }) };
  }
  return {};
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function guessType(body: string | undefined): string {
  return /^\s*[[{]/.test(body ?? '') ? 'application/json' : 'text/plain';
}
