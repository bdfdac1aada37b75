import { Command } from 'commander';
import { type Flags, flagsOf } from './cli/flags.ts';
import { start } from './cli/start.ts';

const program = flagsOf(
  new Command('ise-guest')
    .description("Cisco ISE's guest self-registration on a laptop, with its SMS and email providers.")
    .showHelpAfterError('(--help lists every flag)'),
).action((flags: Flags) => start(flags));

await program.parseAsync();
