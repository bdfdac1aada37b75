/**
 * The form in which recipients are compared: an address in lower case, a number by its digits alone, so that
 * `+1 (555) 666-1212`, `15556661212` and `0015556661212` are one.
 */
export function addressKey(to: string): string {
  if (to.includes('@')) return to.trim().toLowerCase();
  return to.replace(/\D/g, '').replace(/^0+/, '');
}
