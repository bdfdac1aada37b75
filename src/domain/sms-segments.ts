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

/** The calculator's time grows with the square of the length: 100,000 characters would hold everything up for half a minute. */
const LONG = 2000;

/** 3GPP TS 23.038: the default alphabet, and what takes an escape in front of it. */
const GSM = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const ESCAPED = new Set('\f^{}\\[~]|€');

export function smsSegments(text: string): SmsSegments {
  if (text.length > LONG) return longText(text);
  const message = new SegmentedMessage(text);
  return {
    encoding: message.encodingName,
    segments: message.segmentsCount,
    characters: message.numberOfCharacters,
    forcing: message.encodingName === 'UCS-2' ? [...new Set(message.getNonGsmCharacters())] : [],
  };
}

/** The same in one pass; a character is never split, its accents may be. */
function longText(text: string): SmsSegments {
  const forcing = [...new Set(text)].filter((each) => !GSM.has(each) && !ESCAPED.has(each));
  const gsm = forcing.length === 0;
  const limit = gsm ? 153 : 67;
  let segments = 1;
  let used = 0;
  let characters = 0;
  for (const each of text) {
    const places = gsm ? (ESCAPED.has(each) ? 2 : 1) : each.length;
    if (used + places > limit) {
      segments += 1;
      used = 0;
    }
    used += places;
    characters += gsm ? places : 1;
  }
  return { encoding: gsm ? 'GSM-7' : 'UCS-2', segments, characters, forcing };
}
