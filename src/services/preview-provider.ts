import type { Case, SendingSettings } from '../domain/diagnosis.ts';
import type { Message } from '../domain/message.ts';
import type { ProviderRouter, Route } from '../domain/routing.ts';
import type { Failure, Transcript, Wire } from '../domain/transcript.ts';
import type { Preview, Tryout } from '../domain/trial.ts';
import { build, type DeliverParts, partsOf } from './deliver.ts';
import { SMTP_SERVER } from './route-delivery.ts';

export type PreviewParts = Omit<DeliverParts, 'clock' | 'router'> & { router: ProviderRouter };

/**
 * The exact bytes that a message would become, and the diagnosis of the settings before anything is sent. Touches no
 * network. Never throws for what settings or message do.
 */
export async function previewProvider(
  { router, wire, diagnose, settings }: PreviewParts,
  tryout: Tryout,
): Promise<Preview> {
  const { provider, message } = tryout;
  const routed =
    provider === null
      ? router.route({ kind: 'email', provider: SMTP_SERVER })
      : router.routeProvider(provider);
  const preview: Preview = {
    channel: 'route' in routed ? routed.route.channel : routed.channel,
    channelReason: 'route' in routed ? routed.route.reason : null,
    parts: [],
    failure: 'route' in routed ? null : routed.refusal,
    diagnosis: [],
  };
  if ('route' in routed) await addParts(preview, routed.route, { message, wire });
  const { failure } = preview;
  const end = failure && ended(failure, []);
  preview.diagnosis = diagnose(caseOf({ tryout, preview, settings: settings(), end }));
  return preview;
}

/** What the diagnosis looks at: a message that has not been sent. */
export function caseOf({
  tryout,
  preview,
  ...rest
}: {
  tryout: Tryout;
  preview: Preview;
  settings: SendingSettings;
  end: Case['end'];
}): Case {
  return {
    ...rest,
    ...tryout,
    providerName: tryout.provider?.name ?? SMTP_SERVER,
    channel: preview.channel,
    outgoing: preview.parts.map(({ outgoing }) => outgoing),
  };
}

/** An attempt that has no answer. */

export function ended(failure: Failure, transcripts: Transcript[]): Case['end'] {
  return { failure, receipt: null, iseVerdict: 'failed', transcripts };
}

async function addParts(
  preview: Preview,
  route: Route,
  { message, wire }: { message: Message; wire: Wire },
): Promise<void> {
  for (const part of partsOf(route, message)) {
    const built = build(route, part);
    if ('failure' in built) {
      preview.failure = built.failure;
      return;
    }
    const rendered = await wire.render(built.outgoing);
    preview.failure ??= rendered.failure;
    preview.parts.push({ outgoing: built.outgoing, rendered });
  }
}
