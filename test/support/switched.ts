import { type Answer, type Browser, GuestLab } from './guest.ts';
import { newGuest, signOnFrom } from './network.ts';

type Values = Record<string, unknown>;

/** One setting, and what of the portal it changes: `mark` is there with one of the two values only. */
export interface Switched {
  /** Below `settings`, such as `aupSettings.includeAup`. */
  setting: string;
  value: unknown;
  /** Where it can be seen. */
  see(lab: GuestLab): Promise<string>;
  mark: RegExp;
  /** Other settings, before and after. */
  given?: Values;
}

/** The same as a line of a table. */
export type SwitchedRow = [
  setting: string,
  value: unknown,
  see: Switched['see'],
  mark: RegExp,
  given?: Switched['given'],
];

export const EMPLOYEE = { username: 'alice', password: 'Wonder-land1', firstName: 'Alice', lastName: 'L' };

const GUEST = { 'First name': 'Jane', 'Last name': 'Doe', 'Email address': 'jane@b.example' };

/** What can be seen of a portal with a setting as it ships, and switched. */
export async function seeSwitched({ setting, value, see, given = {} }: Switched): Promise<[string, string]> {
  const look = async (settings: Values): Promise<string> => {
    const lab = await GuestLab.open(nested(settings), { employees: [EMPLOYEE] });
    try {
      const seen = await see(lab);
      if (lab.errors.length > 0) throw lab.errors[0];
      return seen;
    } finally {
      await lab.close();
    }
  };
  return [await look(given), await look({ ...given, [setting]: value })];
}

/** `{ 'aupSettings.includeAup': false }` as groups. */
function nested(settings: Values): Record<string, Values> {
  const groups: Record<string, Values> = {};
  for (const [path, value] of Object.entries(settings)) {
    const [group = '', name = '', part] = path.split('.');
    groups[group] = { ...groups[group], [name]: part === undefined ? value : { [part]: value } };
  }
  return groups;
}

/** The first page. */
export async function login(lab: GuestLab): Promise<string> {
  return (await lab.browser().land()).page.html;
}

/** The registration form. */
export async function form(lab: GuestLab): Promise<string> {
  return (await lab.browser().openRegistration()).html;
}

async function registration(inputs: Record<string, string>, browser: Browser): Promise<Answer> {
  const filled = (await browser.openRegistration()).formWith('Register');
  for (const [label, value] of Object.entries(GUEST)) {
    if (filled.page.hasField(label)) filled.fill(label, value);
  }
  for (const [name, value] of Object.entries(inputs)) filled.set(name, value);
  return browser.send(filled);
}

/** The page after registering; `inputs`: by their names, beside the usual ones. */
export const registered =
  (inputs: Record<string, string> = {}) =>
  async (lab: GuestLab): Promise<string> =>
    (await registration(inputs, lab.browser())).page.html;

/** The page behind *Sign On* of the success page. */
export async function onward(lab: GuestLab): Promise<string> {
  const browser = lab.browser();
  const { page } = await registration({}, browser);
  return (await browser.send(page.formWith('Sign On'))).page.html;
}

/** What is stored and queued once a guest has registered. */
export const stored =
  (inputs: Record<string, string> = {}) =>
  async (lab: GuestLab): Promise<string> => {
    await registration(inputs, lab.browser());
    const { items } = await lab.deliveries();
    return JSON.stringify([(await lab.accounts()).items, items.map(({ kind, to }) => ({ kind, to }))]);
  };

/** The page after a guest signed on from a network session with a device. */
export async function signedOn(lab: GuestLab): Promise<string> {
  const guest = await newGuest(lab, { 'Phone number': '' });
  const session = { sessionId: '0A', mac: 'A1-B3-E5-19-6F-BB' };
  const { page } = await signOnFrom(lab.browser(), guest, session);
  const devices = await Promise.all(
    (await lab.accounts()).items.map(({ id }) => lab.stores.devices.listByAccount(id)),
  );
  return page.html + JSON.stringify(devices);
}

/** The page after signing on with more in the form, such as a passcode. */
export const signingOnWith =
  (inputs: Record<string, string>) =>
  async (lab: GuestLab): Promise<string> => {
    const { username, password } = await newGuest(lab, { 'Phone number': '' });
    const browser = lab.browser();
    const filled = (await browser.land()).page.formWith('Sign On');
    filled.fill('Username', username).fill('Password', password);
    for (const [name, value] of Object.entries(inputs)) filled.set(name, value);
    return (await browser.send(filled)).page.html;
  };

/** The page of the second sign-on, days after the policy was accepted at the first. */
export const signingOnAgain =
  (days: number) =>
  async (lab: GuestLab): Promise<string> => {
    const guest = await newGuest(lab, { 'Phone number': '' });
    const browser = lab.browser();
    const { page } = await signOnFrom(browser, guest, { sessionId: '0A' });
    await browser.send(page.formWith('Accept'));
    lab.clock.pass(days * 86_400_000);
    return (await signOnFrom(browser, guest, { sessionId: '0A' })).page.html;
  };

/** The page after an employee signed on, and what is kept of them. */
export async function employee(lab: GuestLab): Promise<string> {
  const { page } = await signOnFrom(lab.browser(), EMPLOYEE, { sessionId: '0A' });
  return page.html + JSON.stringify((await lab.accounts()).items);
}

/** The page after two sign-ons with a wrong password. */
export async function failingTwice(lab: GuestLab): Promise<string> {
  const browser = lab.browser();
  await browser.signOn((await browser.land()).page, 'nobody', 'x');
  return (await browser.signOn((await browser.land()).page, 'nobody', 'y')).page.html;
}

/** The support page of a guest about whom nothing is known. */
export async function support(lab: GuestLab): Promise<string> {
  const browser = lab.browser();
  await browser.land();
  return (await browser.get('SupportInfo.action', { 'User-Agent': 'curl' })).page.html;
}

/** The wait page some minutes after the registration, when somebody approved meanwhile. */
export const approvedAfter =
  (minutes: number) =>
  async (lab: GuestLab): Promise<string> => {
    const browser = lab.browser();
    const { page } = await registration({}, browser);
    const [account] = (await lab.accounts()).items;
    await lab.stores.accounts.update(account?.id ?? '', { state: 'AWAITING_INITIAL_LOGIN' });
    lab.clock.pass(minutes * 60_000);
    return (await browser.get(page.byId('approval-reload')?.attributes.href ?? '')).page.html;
  };
