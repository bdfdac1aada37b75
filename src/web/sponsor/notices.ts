import type { Notice } from '../../domain/sponsor-store.ts';
import { SPONSOR_ACTIONS } from '../../services/sponsor-actions.ts';
import { posted, query } from '../guest/posted.ts';
import { actionLabel } from './action-texts.ts';
import type { SponsorCall, SponsorContext } from './context.ts';
import { show, showError } from './show.ts';

const PER_PAGE = 50;

/** ISE: what large selections came to. */
export async function notices(
  context: SponsorContext,
  call: SponsorCall,
  news: string | null = null,
): Promise<void> {
  const given = query(call.request, 'page');
  const page = /^\d{1,6}$/.test(given) ? Math.max(1, Number(given)) : 1;
  const { total, items } = await context.sponsors.listNotices({
    sponsor: call.rights.sponsor.username,
    limit: PER_PAGE,
    offset: (page - 1) * PER_PAGE,
  });
  show(context, call, {
    view: 'notices',
    title: context.texts('ui_notices_content_label'),
    news,
    model: {
      total,
      page,
      address: (number: number) => `Notices.action?page=${number}`,
      pages: Math.max(1, Math.ceil(total / PER_PAGE)),
      rows: items.map((notice) => presentNotice(context, notice)),
    },
  });
}

export async function notice(context: SponsorContext, call: SponsorCall): Promise<void> {
  const found = await context.sponsors.findNotice(call.rights.sponsor.username, query(call.request, 'id'));
  if (found === null) return showError(context, call, 404, context.texts('own_no_notice_error'));
  show(context, call, {
    view: 'notice',
    title: context.texts('ui_notices_content_label'),
    model: { notice: presentNotice(context, found), results: found.results },
  });
}

export async function deleteNotice(context: SponsorContext, call: SponsorCall): Promise<void> {
  const removed = await context.sponsors.removeNotice(
    call.rights.sponsor.username,
    posted(call.request, 'id'),
  );
  const { texts } = context;
  if (!removed) return showError(context, call, 404, texts('own_no_notice_error'));
  return notices(context, call, texts('ui_delete_notice_success_single_message'));
}

function presentNotice(context: SponsorContext, { id, action, startedAt, endedAt, results }: Notice) {
  const { texts } = context;
  const done = results.filter((result) => result.done).length;
  const known = SPONSOR_ACTIONS.find((one) => one === action);
  const status =
    done === results.length
      ? texts('ui_notices_status_success_label')
      : done === 0
        ? texts('ui_notices_status_failed_label')
        : texts('ui_notices_status_partial_success_label');
  return {
    id,
    label: known ? actionLabel(context, known) : texts(`ui_notices_action_${action}_label`),
    status,
    count: results.length,
    done,
    startedAt: time(startedAt),
    endedAt: time(endedAt),
  };
}

/** A notice has no guest whose place sets the zone. */
function time(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
