import { isSecretName, MASK, maskText } from '../domain/mask.ts';

/** What was typed into a field, fit to be shown: the values of credentials are masked by their names, however short. */
export function shown(text: string): string {
  return maskText(text, []).replace(/([\w.-]+)=([^&\s"]*)/g, (whole, name: string) =>
    isSecretName(name) ? `${name}=${MASK}` : whole,
  );
}

/** A URL without what follows its path. */
export function shownAddress(url: string): string {
  return shown(url.replace(/[?#].*/s, ''));
}
