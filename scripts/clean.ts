import { rmSync } from 'node:fs';

/** A build starts from nothing, so that no file of a past one is published. */
rmSync('dist', { recursive: true, force: true });
