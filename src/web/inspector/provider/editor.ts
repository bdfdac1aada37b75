import express, { type Request, type Response, type Router } from 'express';
import { AppError } from '../../../domain/errors.ts';
import type { Provider } from '../../../domain/provider.ts';
import type { JsonRow, ProviderBook, Saved } from '../../../domain/provider-book.ts';
import type { Trial, Tryout } from '../../../domain/trial.ts';
import type { InspectorParts } from '../parts.ts';
import { respond } from '../respond.ts';
import { texts } from '../texts.ts';
import {
  type Draft,
  draftModel,
  type EditorModel,
  newDraft,
  openDraft,
  sentencesOf,
  typedDraft,
} from './editor-model.ts';
import { postedValues } from './posted.ts';
import { previewModel } from './preview-model.ts';
import { sampleMessage, testMessage } from './test-message.ts';
import { compare, createTries, settingsOf, type Try } from './tries.ts';

export interface EditorParts extends Pick<InspectorParts, 'portal' | 'clock' | 'deliveries' | 'events'> {
  trial: Trial;
  book: ProviderBook;
  random: NonNullable<InspectorParts['random']>;
}

/** What opens the page with another row than those of the file. */
export interface Editor {
  open(row: JsonRow): Draft;
  /** Throws `AppError('not-found')`. */
  copy(name: string): Draft;
  show(request: Request, response: Response, draft: Draft): Promise<void>;
}

const LARGEST_FORM = '256kb';

/** The page of one provider, of a copy, and of a new one: edit, preview, try, save, remove. */
export function editorPages(router: Router, parts: EditorParts): Editor {
  const { book, trial } = parts;
  const tries = createTries(parts.deliveries, parts.events);
  const form = express.urlencoded({ extended: false, limit: LARGEST_FORM });
  const sample = () => sampleMessage(parts.portal, parts.clock.now());

  function find(name: string): JsonRow {
    const row = book.read().rows.find((one) => one.name === name);
    if (row === undefined) throw new AppError('not-found', texts('inspector_gateway_none_error', { name }));
    return row;
  }

  function open(row: JsonRow, name: string | null, like: string): Draft {
    return openDraft({ name, like, stored: row }, { version: book.read().version, test: sample() });
  }

  /** The fields as posted, over the row they were made of. That row may be gone by now: then nothing is kept of it. */
  function typed(request: Request, name: string | null): Draft {
    const values = postedValues(request);
    const like = name ?? (values.like || null);
    const stored = book.read().rows.find((row) => like !== null && row.name === like) ?? {};
    const test = { to: values.to ?? '', text: (values.text ?? '').replace(/\r\n?/g, '\n') };
    return typedDraft({ name, like, stored }, { values, version: values.version ?? '', test });
  }

  const tryoutOf = (provider: Provider, { test }: Draft): Tryout => ({
    provider,
    ...testMessage(test, parts),
  });

  /** The page's model: preview and diagnosis of what is typed, compared with the last try. */
  async function look(draft: Draft): Promise<EditorModel> {
    const looked = book.check(draft.row, draft.name);
    const model = draftModel(draft, book.read(), looked);
    if ('mistakes' in looked) return model;
    const tryout = tryoutOf(looked.provider, draft);
    model.observed = book.observed(looked.provider);
    model.preview = previewModel(await trial.preview(tryout), tryout.message.text);
    const before = await tries.last(draft.name ?? looked.provider.name);
    model.comparison = compare(before, tryOf(draft, model, parts.clock.now()));
    return model;
  }

  async function send(draft: Draft, base: string): Promise<EditorModel> {
    const looked = book.check(draft.row, draft.name);
    if ('mistakes' in looked) return look(draft);
    const name = draft.name ?? looked.provider.name;
    const before = await tries.last(name);
    const tryout = tryoutOf(looked.provider, draft);
    const model = await look(draft);
    const { deliveryId, outcome } = await trial.send(tryout);
    const made = tryOf(draft, model, parts.clock.now());
    made.outcome = { ...outcome, deliveryId };
    tries.keep(name, made);
    const { iseVerdict, providerVerdict, reason, diagnosis } = outcome;
    model.sent = {
      deliveryId,
      iseVerdict,
      providerVerdict,
      reason,
      problem: diagnosis[0]?.problem ?? null,
      remedy: diagnosis[0]?.remedy ?? null,
      link: `${base}/deliveries/${encodeURIComponent(deliveryId)}`,
    };
    model.comparison = compare(before, made);
    return model;
  }

  async function show(response: Response, request: Request, model: EditorModel): Promise<void> {
    const base = request.baseUrl;
    const title = model.name ?? texts('inspector_gateway_new_title');
    const page = { view: 'provider', title, section: 'providers', base } as const;
    respond(request, response, { ...page, watch: [] }, model);
  }

  async function act(request: Request, response: Response, name: string | null): Promise<void> {
    const draft = typed(request, name);
    switch (draft.values.action) {
      case 'save':
        return save(request, response, draft);
      case 'remove':
        return save(request, response, { ...draft, row: {} });
      case 'send':
        return show(response, request, await send(draft, request.baseUrl));
      default:
        return show(response, request, await look(draft));
    }
  }

  async function save(request: Request, response: Response, draft: Draft): Promise<void> {
    const removing = draft.values.action === 'remove';
    const saved = book.save({
      version: draft.version,
      name: draft.name,
      row: removing ? null : draft.row,
    });
    const base = request.baseUrl;
    if ('saved' in saved) {
      const to = encodeURIComponent(String(draft.row.name));
      return response.redirect(303, removing ? `${base}/providers` : `${base}/providers/${to}?saved=1`);
    }
    // Everything typed stays, and the next try to save is about the file as it is now.
    const version = book.read().version;
    const again = removing ? typed(request, draft.name) : draft;
    const model = await look({ ...again, version });
    if ('mistakes' in saved) model.mistakes = sentencesOf(saved.mistakes);
    model.notice = { tone: 'bad', text: refusalOf(saved, model.book.file) };
    response.status('mistakes' in saved ? 400 : 409);
    return show(response, request, model);
  }

  router.get('/providers/:name', async (request, response) => {
    const { name } = request.params;
    const model = await look(open(find(name), name, name));
    if (request.query.saved !== undefined) {
      model.notice = {
        tone: 'good',
        text: texts('inspector_gateway_saved', { file: model.book.file ?? '' }),
      };
    }
    await show(response, request, model);
  });
  router.post('/providers/:name', form, (request, response) => act(request, response, request.params.name));
  router.post('/new-provider', form, (request, response) => act(request, response, null));

  return {
    open: (row) => newDraft(row, { version: book.read().version, test: sample() }),
    async show(request, response, draft) {
      const model = await look(draft);
      // Nobody has typed yet: what is still empty is no mistake.
      const entries = Object.entries(model.mistakes).filter(([field]) => (draft.values[field] ?? '') !== '');
      model.mistakes = Object.fromEntries(entries);
      await show(response, request, model);
    },
    copy(name) {
      return open({ ...find(name), name: '' }, null, name);
    },
  };
}

function tryOf({ row }: Draft, { preview }: EditorModel, now: Date): Try {
  const bytes = preview?.parts.map(({ text }) => text).join('\n\n') ?? null;
  return { at: now.toISOString(), settings: settingsOf(row), bytes, outcome: null };
}

function refusalOf(saved: Exclude<Saved, { saved: true }>, file: string | null): string {
  if ('mistakes' in saved) return texts('inspector_gateway_not_saved_mistakes');
  return texts(`inspector_book_${saved.refused}_error`, { file: file ?? '', problem: saved.problem ?? '' });
}
