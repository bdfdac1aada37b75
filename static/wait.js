/** The page of a guest who waits for approval: asks for the answer, counts down, and goes on. */
(() => {
  const form = document.getElementById('waitForm');
  if (form === null) return;
  const { status, ask } = form.dataset;

  // A moment to read that the answer was yes.
  if ('go' in form.dataset) setTimeout(() => form.requestSubmit(), 1500);
  if (status !== 'waiting') return;

  const timer = document.getElementById('ui_grace_access_waiting_page_timer');
  const end = timer === null ? 0 : Date.now() + Number(timer.dataset.seconds) * 1000;
  if (timer !== null) {
    setInterval(() => {
      const left = Math.max(0, Math.round((end - Date.now()) / 1000));
      // In one pass: 88 minutes are no place for the seconds.
      timer.textContent = timer.dataset.text.replace(/77|88/g, (mark) =>
        String(mark === '77' ? Math.floor(left / 60) : left % 60),
      );
    }, 1000);
  }

  const reload = () => location.replace(document.getElementById('approval-reload').href);
  const look = async () => {
    const answer = await fetch(ask, { headers: { Accept: 'application/json' } }).catch(() => null);
    // The portal knows nothing of this page any more; the next one says what to do.
    if (answer?.status === 403) return reload();
    const now = answer?.ok ? await answer.json().catch(() => null) : null;
    const graceOver = timer !== null && now?.graceSecondsLeft === 0;
    if (now !== null && (now.status !== status || graceOver)) return reload();
    setTimeout(look, 3000);
    return undefined;
  };
  setTimeout(look, 2000);
})();
