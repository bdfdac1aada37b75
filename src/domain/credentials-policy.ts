/**
 * The policies behind generated and typed credentials. ISE keeps them outside the portal (Guest Access > Settings),
 * so here they are part of the `emulator` block of the portal file.
 */

/** GUESS: neither a user name nor a password may hold these, nor a blank (a secondary source says so). */
export const FORBIDDEN_IN_CREDENTIALS = '<>/,%';

export interface UsernamePolicy {
  /** What a user name is made of when the guest typed none. ISE: the phone number, since 2.7. */
  basedOn: 'NAME' | 'EMAIL' | 'PHONE';
  /** Applies to typed names, and generated ones are padded to it. GUESS: ISE's own default is not published. */
  minimumLength: number;
  /** Length of a name made of chance alone, used when nothing else is known. */
  randomLength: number;
}

export interface PasswordPolicy {
  minimumLength: number;
  minimumLowercase: number;
  minimumUppercase: number;
  minimumDigits: number;
  minimumSpecial: number;
  /** Never generated, for instance `0O1lI`. */
  excludedCharacters: string;
}

export const DEFAULT_USERNAME_POLICY: UsernamePolicy = { basedOn: 'NAME', minimumLength: 1, randomLength: 8 };

/** SEEN: Cisco's own sample code says that the default policy asks for four digits. */
export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = {
  minimumLength: 4,
  minimumLowercase: 0,
  minimumUppercase: 0,
  minimumDigits: 4,
  minimumSpecial: 0,
  excludedCharacters: '',
};

/** True when a user name or password holds a character that ISE does not take. */
export function hasForbiddenCharacter(text: string): boolean {
  return /\s/u.test(text) || [...FORBIDDEN_IN_CREDENTIALS].some((character) => text.includes(character));
}
