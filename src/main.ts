import { Command } from 'commander';
import { addCommands } from './cli/commands.ts';
import { type Flags, flagsOf } from './cli/flags.ts';

const program = flagsOf(
  new Command('ise-guest')
    .description("Cisco ISE's guest self-registration on a laptop, with its SMS and email providers.")
    .showHelpAfterError('(--help lists every flag)')
    // What stands behind a sub-command is that sub-command's.
    .enablePositionalOptions(),
).action(async (flags: Flags) => {
  // Loaded when needed: --help answers at once.
  const { start } = await import('./cli/start.ts');
  await start(flags);
});

await addCommands(program).parseAsync();
