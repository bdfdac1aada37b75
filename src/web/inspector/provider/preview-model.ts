import type { Diagnosis } from '../../../domain/diagnosis.ts';
import { maskBytes } from '../../../domain/mask.ts';
import { type SmsSegments, smsSegments } from '../../../domain/sms-segments.ts';
import type { Preview } from '../../../domain/trial.ts';
import { utf8OrLatin1 } from '../read-http.ts';

/** What would leave, for the page and as JSON; credentials are masked. */
export interface PreviewModel {
  channel: string | null;
  channelReason: string | null;
  parts: {
    /** `https://host:port`, and where `connectTo` leads it. */
    target: string | null;
    redirectedTo: string | null;
    text: string;
    size: number;
    notes: string[];
  }[];
  /** Of the rendered text. */
  message: string;
  sms: SmsSegments;
  failure: { code: string; message: string } | null;
  diagnosis: Diagnosis[];
}

export function previewModel(preview: Preview, message: string): PreviewModel {
  return {
    channel: preview.channel,
    channelReason: preview.channelReason,
    parts: preview.parts.map(({ outgoing, rendered }) => {
      const { target, redirectedTo } = rendered;
      const scheme = outgoing.protocol === 'smtp' ? 'smtp' : target?.secure ? 'https' : 'http';
      return {
        target: target && `${scheme}://${target.host}:${target.port}`,
        redirectedTo: redirectedTo && `${redirectedTo.host}:${redirectedTo.port}`,
        text: utf8OrLatin1(Buffer.from(maskBytes(rendered.bytes, rendered.secrets))),
        size: rendered.bytes.length,
        notes: outgoing.notes,
      };
    }),
    message,
    sms: smsSegments(message),
    failure: preview.failure && { code: preview.failure.code, message: preview.failure.message },
    diagnosis: preview.diagnosis,
  };
}
