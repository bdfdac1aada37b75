import { fileURLToPath } from 'node:url';

/** The files that ship with the package. */
export const SHIPPED = {
  providers: fileURLToPath(new URL('../../providers.json', import.meta.url)),
  portal: fileURLToPath(new URL('../../portal.json', import.meta.url)),
};
