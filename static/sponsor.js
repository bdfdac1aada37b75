/** What makes the sponsor portal handier with scripts; every page works without. */
(() => {
  const all = document.getElementById('select-all');
  if (all !== null) {
    all.parentElement.hidden = false;
    all.addEventListener('change', () => {
      for (const box of document.querySelectorAll('input[name="selected"]')) box.checked = all.checked;
    });
  }

  const print = document.getElementById('print-button');
  if (print !== null) {
    print.hidden = false;
    print.addEventListener('click', () => window.print());
  }

  // The page of somebody who went away does not stay open. A little later than the server, so that it is really over.
  const { idle, idleHref } = document.body.dataset;
  if (idle) setTimeout(() => location.assign(idleHref), Number(idle) + 5000);

  document.getElementById('problems')?.focus();
})();
