#!/usr/bin/env node
// Plain JavaScript, so that an old Node can at least read it and say what is missing.
import { existsSync } from 'node:fs';

const needed = 24;
const major = Number(process.versions.node.split('.')[0]);
if (major < needed) {
  console.error(
    `ise-guest needs Node ${needed} or newer and this is ${process.versions.node}: run "npm install node@${needed}" in your project and start it with npx or an npm script, or install Node ${needed} from your system's packages.`,
  );
  process.exitCode = 1;
} else {
  // Compiled code is kept between runs, which saves about a third of the time to start.
  (await import('node:module')).enableCompileCache?.();
  // A clone runs its sources; the published package holds compiled files only.
  const source = new URL('../src/main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href);
}
