/**
 * What the portal's pages call: `page.init({…})` and `portalSession.setParams({…})`, as pages of a real ISE do. Every
 * step also works without this file, except that the last page then has a button to press.
 */
(() => {
  let session = {};
  let settings = {};

  window.page = {
    init(given) {
      settings = given;
    },
  };

  window.portalSession = {
    setParams(given) {
      session = given;
    },
  };

  // Hides what is only for browsers without scripts.
  document.documentElement.classList.add('js');

  // ISE: how its pages tell that cookies work.
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the captive browsers of phones have no Cookie Store.
  document.cookie = `checkCookiesEnabled=value; path=/portal/${secure}`;

  document.addEventListener('DOMContentLoaded', () => {
    for (const text of document.querySelectorAll('[data-must-scroll]')) holdUntilRead(text);
    warnWhenOver();
    for (const button of document.querySelectorAll('[data-print]')) {
      button.addEventListener('click', () => window.print());
    }
    for (const link of document.querySelectorAll('[data-back]')) link.addEventListener('click', goBack);
    if (settings.coaType && document.getElementById('tokenForm')) finish();
  });

  /** Asks, as pages of ISE do, until the change of authorization is under way; a minute at most. */
  async function waitForCoA() {
    for (let times = 0; times < 20; times += 1) {
      const answer = await fetch(`CheckCoAStatus.action?_=${Date.now()}`).catch(() => null);
      const status = await answer?.json().catch(() => null);
      if (status?.status !== 'none') return;
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }

  /** Keeps a control disabled until its text was scrolled to the end, or was short enough to be seen whole. */
  function holdUntilRead(text) {
    const control = document.getElementById(text.dataset.mustScroll);
    if (control === null) return;
    const isRead = () => text.scrollTop + text.clientHeight >= text.scrollHeight - 4;
    control.disabled = !isRead();
    text.addEventListener('scroll', () => {
      if (isRead()) control.disabled = false;
    });
  }

  /** To the page that led here, as it was left; without one, the link leads to the start. */
  function goBack(event) {
    if (history.length < 2 || !document.referrer.startsWith(`${location.origin}/`)) return;
    event.preventDefault();
    history.back();
  }

  function warnWhenOver() {
    const popup = document.getElementById('portal-session-timeout-popup');
    const timeout = Number(document.body.dataset.timeout);
    if (popup?.showModal && timeout > 0) setTimeout(() => popup.showModal(), timeout);
  }

  /** Asks for the change of authorization, then goes where the guest wanted to go. */
  async function finish() {
    const form = document.getElementById('tokenForm');
    const answer = await fetch(settings.coaUrl, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'X-Requested-With': 'XMLHttpRequest',
        Accept: 'text/html, */*; q=0.01',
      },
      body: new URLSearchParams({
        delayToCoA: '0',
        coaType: settings.coaType,
        coaSource: settings.coaSource,
        coaReason: settings.coaReason,
        waitForCoA: 'true',
        portalSessionId: session.sessionId ?? '',
        token: form.elements.namedItem('token').value,
      }),
    }).catch(() => null);
    // Read to the end, or the browser would count it as still loading.
    await answer?.text();
    if (!answer?.ok) document.documentElement.classList.remove('js');
    else await waitForCoA();
    const link = document.getElementById('portal-redirect');
    if (answer?.ok && link) setTimeout(() => location.assign(link.href), 3000);
  }
})();
