import type { ChannelName } from '../domain/channel.ts';
import type { Provider } from '../domain/provider.ts';
import { type Release, releaseGate } from '../domain/release.ts';
import type { ProviderRouter, Route, Routed } from '../domain/routing.ts';
import type { FailurePhase } from '../domain/transcript.ts';

/** ISE has one SMTP server; deliveries by email carry this name as their provider. */
export const SMTP_SERVER = 'SMTP server';

/** Joins the configured providers, the release, and the channels that `compose` binds to them. */
export function createRouter(parts: {
  /** As they are now: a tester may change them while the emulator runs. */
  providers(): Provider[];
  release: Release;
  bindEmail(): Route;
  bindProvider(provider: Provider): Route;
}): ProviderRouter {
  function routeProvider(provider: Provider): Routed {
    const route = parts.bindProvider(provider);
    const gate = releaseGate(parts.release, use(provider));
    return gate === null ? { route } : refuse('release', 'NOT_FUNCTIONAL_IN_RELEASE', gate, route.channel);
  }
  return {
    routeProvider,
    route({ kind, provider: name }) {
      if (kind === 'email') return { route: parts.bindEmail() };
      const providers = parts.providers();
      const provider = providers.find((row) => row.name === name);
      if (provider) return routeProvider(provider);
      const known = providers.map((row) => `"${row.name}"`).join(', ');
      const message = `No SMS provider is called "${name}"; there are ${known}.`;
      return refuse('configuration', 'UNKNOWN_PROVIDER', message, null);
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
