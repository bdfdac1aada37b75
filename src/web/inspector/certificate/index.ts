import express, { type Request, type Response, type Router } from 'express';
import { AppError } from '../../../domain/errors.ts';
import type { ProviderBook } from '../../../domain/provider-book.ts';
import type { Trial } from '../../../domain/trial.ts';
import type { InspectorParts } from '../parts.ts';
import { respond } from '../respond.ts';
import { texts } from '../texts.ts';
import { type ChainModel, chainModel } from './chain-model.ts';

export interface CertificateParts extends Pick<InspectorParts, 'clock'> {
  trial: Trial;
  book: ProviderBook;
}

/** How long a provider may take to show its certificates. */
const TIMEOUT_MS = 10_000;

const LARGEST_FORM = '256kb';

/** What a page shows beside the store. */
interface Shown {
  url?: string;
  chain?: ChainModel;
  notice?: { tone: 'good' | 'bad'; text: string };
}

/**
 * `/certificates`: the trusted certificates store, and the chain that a provider serves, to import from. A chain is
 * fetched by POST alone, which no page of another site can make a browser send, and over TLS alone.
 */
export function certificatePages(router: Router, { trial, book, clock }: CertificateParts): void {
  const form = express.urlencoded({ extended: false, limit: LARGEST_FORM });

  /** The providers that have certificates to show. */
  const askable = () =>
    book.settings().providers.flatMap((provider) => {
      const origin = provider.type === 'http' ? originOf(provider.url) : null;
      return origin === null ? [] : [{ name: provider.name, origin }];
    });

  function show(request: Request, response: Response, shown: Shown): void {
    const { file, readOnly, problem } = book.read();
    const now = clock.now();
    const model = {
      book: { file, readOnly, problem },
      store: book.trusted().map(({ facts, entry }) => ({
        facts,
        entry: entry?.includes('-----BEGIN') ? null : entry,
        expired: new Date(facts.validTo) < now,
        // The word brings two along, and goes as a whole.
        remove: entry === 'simulator' ? entry : facts.fingerprint256,
      })),
      providers: askable(),
      url: shown.url ?? '',
      chain: shown.chain ?? null,
      notice: shown.notice ?? null,
    };
    const page = { view: 'certificates', section: 'certificates', base: request.baseUrl } as const;
    respond(request, response, { ...page, title: texts('inspector_certificates_title'), watch: [] }, model);
  }

  router.get('/certificates', (request, response) => {
    const { added, removed } = request.query;
    const text =
      typeof added === 'string' && /^\d{1,4}$/.test(added)
        ? texts('inspector_certificates_added', { count: Number(added) })
        : removed !== undefined
          ? texts('inspector_certificates_removed')
          : null;
    show(request, response, text === null ? {} : { notice: { tone: 'good', text } });
  });

  router.post('/certificates/chain', form, async (request, response) => {
    const [provider = ''] = textsOf(request, 'provider');
    const [typed = ''] = textsOf(request, 'url');
    const chosen = askable().find(({ name }) => name === provider)?.origin;
    const url = chosen ?? originOf(typed.includes('://') ? typed.trim() : `https://${typed.trim()}`);
    if (url === null) {
      response.status(400);
      const isEmpty = typed.trim() === '';
      const text = texts(
        isEmpty ? 'inspector_certificates_no_url_error' : 'inspector_certificates_url_error',
        {
          url: typed,
        },
      );
      return show(request, response, { url: typed, notice: { tone: 'bad', text } });
    }
    const chain = await trial.servedChain(url, TIMEOUT_MS);
    const { store } = book.settings();
    return show(request, response, {
      url: chosen ?? typed,
      chain: chainModel(chain, { url, store, now: clock.now() }),
    });
  });

  router.post('/certificates/import', form, (request, response) => {
    const pems = textsOf(request, 'pem').filter((pem) => pem.trim() !== '');
    const change = () => {
      if (pems.some((pem) => !pem.includes('-----BEGIN CERTIFICATE-----'))) {
        throw new AppError('invalid', texts('inspector_certificates_pem_error'));
      }
      if (pems.length === 0) throw new AppError('invalid', texts('inspector_certificates_pick_error'));
      return `added=${book.trust(pems).added.length}`;
    };
    answer(request, response, change);
  });

  router.post('/certificates/remove', form, (request, response) => {
    const [wanted = ''] = textsOf(request, 'certificate');
    answer(request, response, () => {
      book.distrust(wanted);
      return 'removed=1';
    });
  });

  /** To the page again, with what was done, or with why not. */
  function answer(request: Request, response: Response, change: () => string): void {
    try {
      response.redirect(303, `${request.baseUrl}/certificates?${change()}`);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      response.status(error.code === 'invalid' ? 400 : 409);
      show(request, response, { notice: { tone: 'bad', text: error.message } });
    }
  }
}

function textsOf(request: Request, name: string): string[] {
  const body: Record<string, unknown> = request.body ?? {};
  const value = Object.hasOwn(body, name) ? body[name] : [];
  return [value].flat().filter((one) => typeof one === 'string');
}

/** `https://host:port` alone: what else stands in a URL, such as a password, is nobody's business here. */
function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host } = new URL(url);
  return protocol === 'https:' && host !== '' ? `https://${host}` : null;
}
