import type { Portal } from './portal.ts';

/**
 * The sponsor portals an approver may sign in to. ISE: `sponsorPortalList`, tried in order. GUESS: it counts with
 * `authenticateSponsorsUsingPortalList`, and a portal is named by its name or its id. Null: any.
 */
function listedPortals({ settings }: Portal): string[] | null {
  const { requireApproverToAuthenticate, authenticateSponsorsUsingPortalList, sponsorPortalList } =
    settings.selfRegPageSettings;
  if (!requireApproverToAuthenticate || !authenticateSponsorsUsingPortalList) return null;
  return sponsorPortalList.length === 0 ? null : sponsorPortalList;
}

/** Those of them that do not exist: a lab has one sponsor portal (`emulator.sponsors.portal`). */
export function unknownSponsorPortals(portal: Portal): string[] {
  return (listedPortals(portal) ?? []).filter((name) => !isOurs(name, portal));
}

/** Whether approvers may sign in to the one there is. */
export function approversSignInHere(portal: Portal): boolean {
  return listedPortals(portal)?.some((name) => isOurs(name, portal)) ?? true;
}

function isOurs(given: string, { emulator }: Portal): boolean {
  const { id, name } = emulator.sponsors.portal;
  const wanted = given.trim().toLowerCase();
  return [id, name].some((one) => one.toLowerCase() === wanted);
}
