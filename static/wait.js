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
      const text = timer.dataset.text;
      timer.textContent = text.replace('77', String(Math.floor(left / 60))).replace('88', String(left % 60));
    }, 1000);
  }

  const reload = () => location.replace(document.getElementById('approval-reload').href);
  const look = async () => {
    const answer = await fetch(ask, { headers: { Accept: 'application/json' } }).catch(() => null);
    const now = answer?.ok ? await answer.json().catch(() => null) : null;
    const graceOver = timer !== null && now?.graceSecondsLeft === 0;
    if (now !== null && (now.status !== status || graceOver)) return reload();
    setTimeout(look, 3000);
    return undefined;
  };
  setTimeout(look, 2000);
})();
