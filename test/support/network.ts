import { type Answer, type Browser, credentialsOn, type GuestLab } from './guest.ts';

export interface Guest {
  username: string;
  password: string;
}

/** A network device sends a browser here: the gateway, then the page it leads to. */
export async function arrive(
  browser: Browser,
  session: { sessionId: string; mac?: string; redirect?: string },
): Promise<Answer> {
  const { sessionId, mac, redirect } = session;
  const hints = { ...(mac && { client_mac: mac }), ...(redirect && { redirect }) };
  const parameters = new URLSearchParams({ sessionId, action: 'cwa', token: '0A'.repeat(16), ...hints });
  const { headers } = await browser.get(`gateway?${parameters}`);
  return browser.get((headers.location ?? '').replace('/portal/', ''));
}

/** A guest with an account, registered in a browser of its own. */
export async function newGuest(lab: GuestLab, fields: Record<string, string> = {}): Promise<Guest> {
  const { page } = await lab
    .browser()
    .register({ 'First name': 'Jane', 'Last name': 'Doe', 'Phone number': '+1 (555) 666-1212', ...fields });
  return credentialsOn(page);
}

/** Signs on in a browser that a network device sent here; the page that follows. */
export async function signOnFrom(
  browser: Browser,
  guest: Guest,
  session: { sessionId: string; mac?: string; redirect?: string },
): Promise<Answer> {
  const { page } = await arrive(browser, session);
  return browser.signOn(page, guest.username, guest.password);
}

/** The account of a guest as it is stored. */
export async function accountOf(lab: GuestLab, { username }: Guest) {
  const account = await lab.stores.accounts.findByUsername(username);
  if (account === null) throw new Error(`no account ${username}`);
  return account;
}

/** The shipped portal's pages after login switched off, so that a test meets only what it is about. */
export const STRAIGHT_ON = {
  aupSettings: { includeAup: false },
  postAccessBannerSettings: { includePostAccessBanner: false },
};
