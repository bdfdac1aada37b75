import { SegmentedMessage } from 'sms-segments-calculator';

/** How a text travels as SMS. */
export interface SmsSegments {
  /** GSM-7 has 160 characters a segment, UCS-2 70; of several segments each has 153 or 67. */
  encoding: 'GSM-7' | 'UCS-2';
  segments: number;
  /** As they count: a GSM-7 character may take two places, an emoji several. */
  characters: number;
  /** The characters that force UCS-2, each once; empty with GSM-7. */
  forcing: string[];
}

export function smsSegments(text: string): SmsSegments {
  const message = new SegmentedMessage(text);
  return {
    encoding: message.encodingName,
    segments: message.segmentsCount,
    characters: message.numberOfCharacters,
    forcing: message.encodingName === 'UCS-2' ? [...new Set(message.getNonGsmCharacters())] : [],
  };
}
