import { type Command, Option } from 'commander';
import { errorDocument, MISUSED } from './complaint.ts';
import { FILE_OPTIONS } from './flags.ts';
import { createOutput, type Output } from './output.ts';

const json = () => new Option('--json', 'print one JSON document instead of text');
// No variable switches this on: a message that costs money is asked for by hand.
const live = (what: string) => new Option('--live', what);

/** The sub-commands. Each loads its code when it is called, so that `--help` answers at once. */
export function addCommands(program: Command): Command {
  const add = (parent: Command, usage: string, what: string) =>
    parent
      .command(usage)
      .description(what)
      .showHelpAfterError('(--help lists every flag)')
      .exitOverride((error) => {
        if (error.exitCode === 0) process.exit(0);
        if (process.argv.includes('--json')) {
          process.stdout.write(errorDocument(error.message.replace(/^error: /, '')));
        }
        process.exit(MISUSED);
      });

  add(program, 'send', 'try one message: what is sent, what comes back, what is wrong')
    .addOption(new Option('--provider <name>', 'SMS provider, by its name in the file'))
    .addOption(new Option('--to <recipient>', 'mobile number; an email address sends an email'))
    .addOption(new Option('--text <text>', "text, variables allowed; else the portal's own template"))
    .addOption(new Option('--dry-run', 'show what would be sent, and send nothing'))
    .addOption(live('send to the real provider; else nothing leaves this machine'))
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .addOption(FILE_OPTIONS.portal())
    .addOption(FILE_OPTIONS.release())
    .addHelpText('after', `\n${SEND_CODES}`)
    .action(finish(async (output, flags) => (await import('./send.ts')).send(flags as never, output)));

  add(
    program,
    'lint',
    'judge every provider, the SMTP server, proxy and certificates before anything is sent',
  )
    .argument('[file]', 'the file to judge; --providers unless given')
    .addOption(new Option('--strict', 'count what may go wrong, too'))
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .addOption(FILE_OPTIONS.portal())
    .addOption(FILE_OPTIONS.release())
    .addHelpText('after', '\nExit codes: 0 nothing wrong, 1 causes found, 2 the file cannot be read.')
    .action((file: string | undefined, flags) =>
      finish(async (output) =>
        (await import('./lint.ts')).lint(file === undefined ? flags : { ...flags, providers: file }, output),
      )(),
    );

  add(program, 'doctor', 'go the way of a message step by step, and say where it ends and why')
    .addOption(new Option('--provider <name>', 'one SMS provider; else all, and the SMTP server'))
    .addOption(new Option('--send', 'send a real message instead of a harmless probe; needs --to'))
    .addOption(new Option('--to <recipient>', 'mobile number or email address for --send'))
    .addOption(live('ask the real servers; else nothing leaves this machine'))
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .addOption(FILE_OPTIONS.portal())
    .addOption(FILE_OPTIONS.release())
    .addHelpText('after', `\n${SEND_CODES}`)
    .action(finish(async (output, flags) => (await import('./doctor.ts')).doctor(flags as never, output)));

  addFault(add(program, 'fault', 'let the next message of a running emulator fail; list and remove faults'));
  add(program, 'calibrate', 'find the emulator settings that make our bytes equal to captured ones')
    .addOption(
      new Option('--from <file>', 'raw HTTP requests as text, or a HAR; else those of a running lab'),
    )
    .addOption(new Option('--url <url>', 'of the running lab').default('http://127.0.0.1:8080'))
    .addOption(new Option('--provider <name>', 'the provider they were for; else the one that fits'))
    .addOption(new Option('--write', 'put what was observed into the file, and why into calibration.json'))
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .addOption(FILE_OPTIONS.portal())
    .addOption(FILE_OPTIONS.release())
    .addHelpText(
      'after',
      '\nExit codes: 0 our bytes are equal, 1 differences are left, 2 misused or unreadable.',
    )
    .action(
      finish(async (output, flags) => (await import('./calibrate.ts')).calibrate(flags as never, output)),
    );

  add(program, 'export', 'write a running lab to a file, secrets and passwords masked')
    .addOption(new Option('--out <file>', 'the file; else standard output'))
    .addOption(new Option('--keep-texts', 'leave passwords of guests in the texts of messages'))
    .addOption(new Option('--url <url>', 'of the running lab').default('http://127.0.0.1:8080'))
    .addHelpText('after', LAB_CODES)
    .action(
      finish(async (output, flags) => (await import('./archive.ts')).exportLab(flags as never, output)),
    );

  add(program, 'import', 'show an exported lab in a running, empty one')
    .argument('<file>', 'what "export" wrote')
    .addOption(new Option('--replace', 'delete what is in that lab first'))
    .addOption(new Option('--url <url>', 'of the running lab').default('http://127.0.0.1:8080'))
    .addHelpText('after', LAB_CODES)
    .action((file: string, flags) =>
      finish(async (output) => (await import('./archive.ts')).importLab(file, flags, output))(),
    );

  addTrust(add(program, 'trust', 'the trusted certificates store: list, learn, add, remove'), add);
  return program;
}

const LAB_CODES = '\nExit codes: 0 done, 2 refused or no emulator there.';

const SEND_CODES =
  'Exit codes: 0 sent (doctor: nothing wrong), 1 refused by the provider,\n2 misconfigured, 3 unreachable (network, TLS, proxy), 4 unclear.';

function addFault(command: Command): void {
  const option = (flags: string, what: string) => command.addOption(new Option(flags, what));
  command.argument(
    '[simulator]',
    'twilio, clickatell, clickatellRest, clickatellPlatform, smtpServer; or sms, email',
  );
  command.addOption(
    new Option('--url <url>', 'simulators of the running emulator').default('http://127.0.0.1:8081'),
  );
  option('--code <code>', "the provider's error code, or an SMTP reply code");
  option('--text <text>', 'words of the answer to --code');
  option('--status <status>', 'a bare HTTP status');
  option('--body <body>', 'body of the answer with --status');
  option('--hang', 'no answer');
  option('--reset', 'connection reset');
  option('--delay <ms>', 'late answer');
  option('--slow <ms>', 'slow answer, so long between pieces');
  option('--truncate', 'answer cut off');
  option('--garbage', 'garbage instead of an answer');
  option('--accept', 'with --hang, --reset, --garbage: the message is accepted all the same');
  option('--chain <name>', 'certificate chain of the next connection');
  option('--phase <phase>', 'of the mail server: connect, auth, mail, rcpt or data');
  option('--to <recipient>', 'only to this number or address');
  option('--tag <tag>', 'only of the test with this X-Lab-Tag');
  option('--times <n>', 'how often, or all; 1 unless given');
  option('--remove <id>', 'remove one');
  option('--clear', 'remove all, or those of the simulator');
  command
    .addOption(json())
    .addHelpText(
      'after',
      '\nWithout a simulator, lists what is scripted. Exit codes: 0 done, 2 refused or no emulator there.',
    )
    .action((whom: string | undefined, flags) =>
      finish(async (output) => (await import('./fault.ts')).fault(whom, flags, output))(),
    );
}

function addTrust(trust: Command, add: (parent: Command, usage: string, what: string) => Command): void {
  add(trust, 'list', 'every certificate of the store')
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .addOption(FILE_OPTIONS.data())
    .action(
      finish(async (output, flags) => (await import('./trust-list.ts')).trustList(flags as never, output)),
    );

  add(trust, 'learn', 'show the chain that a server presents, and what ISE needs imported')
    .argument('<url>', 'https://host, smtps://host, smtp://host (STARTTLS) or host:port')
    .addOption(new Option('--add', 'add what is needed to trustedCertificates'))
    .addOption(live('ask the real server: ignore connectTo'))
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .addHelpText('after', '\nExit codes: 0 trusted, 1 not trusted, 2 misused, 3 unreachable.')
    .action((url: string, flags) =>
      finish(async (output) => (await import('./trust-learn.ts')).trustLearn(url, flags, output))(),
    );

  add(trust, 'add', 'add the certificates of a file, or those that ISE needs of a server')
    .argument('<file|url>', 'a PEM or DER file; or a URL, as for learn --add')
    .addOption(live('ask the real server: ignore connectTo'))
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .action((source: string, flags) =>
      finish(async (output) => (await import('./trust-add.ts')).trustAdd(source, flags, output))(),
    );

  add(trust, 'remove', 'take one certificate out of the store')
    .argument('<serial|fingerprint|subject>', 'as "trust list" shows it')
    .addOption(json())
    .addOption(FILE_OPTIONS.providers())
    .action((wanted: string, flags) =>
      finish(async (output) => (await import('./trust-remove.ts')).trustRemove(wanted, flags, output))(),
    );
}

/**
 * Runs a command on this process's streams and takes its exit code over. A reader that has seen enough, as `head`, ends
 * the reading, not the command; Ctrl-C says what was waited for.
 */
function finish(
  run: (output: Output, flags: unknown) => Promise<number>,
): (flags?: unknown) => Promise<void> {
  return async (flags) => {
    const output = createOutput(process, process.env);
    for (const stream of [process.stdout, process.stderr]) stream.on('error', unlessReaderHasGone);
    process.once('SIGINT', () => {
      output.interrupted();
      process.exit(INTERRUPTED);
    });
    process.exitCode = await run(output, flags);
  };
}

/** What a shell reports of a program that Ctrl-C ended: 128 and the signal's number. */
const INTERRUPTED = 130;

function unlessReaderHasGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
