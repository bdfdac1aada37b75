import type { ChannelName } from '../domain/channel.ts';
import type { Provider } from '../domain/provider.ts';
import { type Release, releaseGate } from '../domain/release.ts';
import type { Route, Router } from '../domain/routing.ts';
import type { FailurePhase } from '../domain/transcript.ts';

/** ISE has one SMTP server; deliveries by email carry this name as their provider. */
export const SMTP_SERVER = 'SMTP server';

/** Joins the configured providers, the release, and the channels that `compose` binds to them. */
export function createRouter(parts: {
  providers: Provider[];
  release: Release;
  bindEmail(): Route;
  bindProvider(provider: Provider): Route;
}): Router {
  const providers = new Map(parts.providers.map((provider) => [provider.name, provider]));
  return {
    route({ kind, provider: name }) {
      if (kind === 'email') return { route: parts.bindEmail() };
      const provider = providers.get(name);
      if (!provider) {
        const known = [...providers.keys()].map((known) => `"${known}"`).join(', ');
        return refuse(
          'configuration',
          'UNKNOWN_PROVIDER',
          `No SMS provider is called "${name}"; there are ${known}.`,
          null,
        );
      }
      const route = parts.bindProvider(provider);
      const gate = releaseGate(parts.release, use(provider));
      return gate === null ? { route } : refuse('release', 'NOT_FUNCTIONAL_IN_RELEASE', gate, route.channel);
    },
  };
}

function use(provider: Provider): Parameters<typeof releaseGate>[1] {
  if (provider.type === 'smtp') return { protocol: 'smtp' };
  return { protocol: 'http', secure: /^\s*https:/i.test(provider.url), post: provider.useHttpPost };
}

function refuse(phase: FailurePhase, code: string, message: string, channel: ChannelName | null) {
  return { refusal: { phase, code, message, timedOut: false, mayHaveBeenSent: false }, channel };
}
