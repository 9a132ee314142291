/* Everything works without this file; it only makes things quicker. */
(() => {
  const html = document.documentElement, $ = (s, from = document) => from.querySelector(s), $$ = (s) => [...document.querySelectorAll(s)];
  html.classList.add('js');

  // theme: as the system, light, dark; the server writes it into the page, so nothing flashes
  const themes = ['', 'light', 'dark'], names = { '': 'as the system', light: 'light', dark: 'dark' };
  let theme = html.dataset.theme || '';
  const label = () => $$('[data-do=theme]').forEach((b) => b.setAttribute('aria-label', 'Theme: ' + names[theme]));
  const nextTheme = () => {
    theme = themes[(themes.indexOf(theme) + 1) % 3];
    if (theme) html.dataset.theme = theme; else delete html.dataset.theme;
    document.cookie = 'awa.theme=' + theme + '; path=/; max-age=' + (theme ? 31536000 : 0) + '; samesite=strict';
    label();
    say('Theme: ' + names[theme]);
  };

  // rows with room, or close together
  const nextDensity = () => {
    const dense = html.dataset.density !== 'dense';
    if (dense) html.dataset.density = 'dense'; else delete html.dataset.density;
    document.cookie = 'awa.density=' + (dense ? 'dense' : '') + '; path=/; max-age=' + (dense ? 31536000 : 0) + '; samesite=strict';
    say(dense ? 'Rows: close together' : 'Rows: with room');
  };

  // times in UTC, or in the zone of this browser: the server writes them, so it is asked for the page again
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const keepZone = (zone) => { document.cookie = 'awa.zone=' + zone + '; path=/; max-age=' + (zone ? 31536000 : 0) + '; samesite=strict'; };
  const nextZone = () => {
    keepZone(html.dataset.zone ? '' : here);
    sessionStorage.setItem('awa.said', html.dataset.zone ? 'Times: UTC' : 'Times: local, ' + here);
    const url = new URL(location.href);
    url.searchParams.delete('done');
    location.replace(url.pathname + url.search); // not a reload, which would send a form again
  };
  if (html.dataset.zone && html.dataset.zone !== here) keepZone(here); // somebody has travelled

  // one polite voice for what changes
  const voice = document.body.appendChild(Object.assign(document.createElement('p'), { className: 'sr' }));
  voice.setAttribute('role', 'status');
  const say = (text) => { voice.textContent = text; };

  // selection: the bar itself is shown by the style sheet
  const picks = () => $$('.pick');
  const count = () => {
    const ticked = picks().filter((p) => p.checked).length, all = $('.pick-page'), every = $('.pick-every');
    if (!all) return;
    all.checked = ticked === picks().length; all.indeterminate = ticked > 0 && !all.checked;
    if (every && ticked < picks().length) every.checked = false;
    const n = every && every.checked ? every.value : ticked.toLocaleString('en');
    $$('[data-count]').forEach((e) => { e.textContent = n; });
    if (ticked) hold(true);
  };
  document.addEventListener('change', (e) => {
    if (e.target.matches('.pick-page')) picks().forEach((p) => { p.checked = e.target.checked; });
    if (e.target.matches('.pick-every') && e.target.checked) picks().forEach((p) => { p.checked = true; });
    if (e.target.matches('.pick, .pick-page, .pick-every')) count();
  });

  // live, or held still
  let held = false;
  const hold = (on) => {
    if (on === held) return;
    held = on;
    $$('[data-do=live]').forEach((b) => { b.setAttribute('aria-pressed', String(!on)); $('span', b).textContent = on ? 'Held still' : 'Live'; });
  };

  // times in words, kept up to date; the title has the instant in UTC and here
  let now = Date.parse($('[data-as-of]')?.dateTime) || Date.now(), began = performance.now();
  const words = (s) => s < 60 ? Math.round(s) + ' s' : s < 600 ? Math.floor(s / 60) + ' min ' + Math.floor(s % 60) + ' s' : s < 3600 ? Math.floor(s / 60) + ' min' : s < 86400 ? Math.floor(s / 3600) + ' h ' + Math.floor(s % 3600 / 60) + ' min' : Math.floor(s / 86400) + ' d ' + Math.floor(s % 86400 / 3600) + ' h';
  const tell = () => $$('time[data-rel]').forEach((t) => {
    const s = (Date.parse(t.dateTime) - now - (performance.now() - began)) / 1000;
    t.textContent = s < 0 ? words(-s) + ' ago' : 'in ' + words(s);
  });
  const local = () => $$('time[title]').forEach((t) => {
    if (!t.title.includes('·')) t.title += ' · ' + new Date(t.dateTime).toLocaleString('en-GB', { timeZoneName: 'short' });
  });

  // the parts of a page that live are asked for again; what stays the same is not touched. A slow server is asked less often
  const busy = () => held || document.hidden || !getSelection().isCollapsed || $('dialog[open], dialog:popover-open, .pick:checked') || document.activeElement?.closest('[data-live] :is(input, select, textarea)');
  const renew = (fresh) => $$('[data-live]').forEach((old) => {
    const next = fresh.getElementById(old.id);
    if (!next || old.isEqualNode(next) || old.dataset.seen === next.innerHTML) return;
    const at = document.activeElement, inside = old.contains(at), name = inside && ['href', 'popovertarget'].find((n) => at.hasAttribute(n)), value = name && at.getAttribute(name);
    const open = [...old.querySelectorAll('details')].map((d) => d.open);
    const rolls = [...old.querySelectorAll('.scroll')], left = rolls.map((r) => r.scrollLeft), rolled = rolls.indexOf(at);
    old.dataset.seen = next.innerHTML;
    old.innerHTML = next.innerHTML;
    old.querySelectorAll('details').forEach((d, n) => { if (n < open.length) d.open = open[n]; });
    old.querySelectorAll('.scroll').forEach((r, n) => { r.scrollLeft = left[n] ?? 0; if (n === rolled) r.focus({ preventScroll: true }); });
    if (name) [...old.querySelectorAll(`[${name}]`)].find((a) => a.getAttribute(name) === value)?.focus({ preventScroll: true });
  });
  const answered = (on) => {
    const b = $('[data-do=live] span');
    if (!b || held || on === (b.textContent === 'Live')) return;
    b.textContent = on ? 'Live' : 'No answer';
    say(on ? 'Live again' : 'No answer: what is shown is old');
  };
  const poll = async () => {
    let rest = 5000;
    if (!busy() && $('[data-live]')) {
      const begun = performance.now();
      try {
        const url = new URL(location.href);
        url.searchParams.delete('done');
        url.searchParams.delete('in'); // the jobs beside this one in its list stay as they were
        const answer = await fetch(url, { headers: { Accept: 'text/html' }, cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(15000) });
        if (answer.type === 'opaqueredirect' || answer.status === 401) { location.reload(); return; } // the login is over: to this server's, the application's or the proxy's, wherever that is
        const text = answer.ok ? await answer.text() : '';
        if (text && !busy()) {
          renew(new DOMParser().parseFromString(text, 'text/html'));
          now = Date.parse($('[data-as-of]')?.dateTime) || now;
          began = performance.now();
          local();
        }
        answered(answer.ok);
        rest = answer.ok ? Math.max(rest, 10 * (performance.now() - begun)) : 30000;
      } catch { rest = 15000; answered(false); }
    }
    setTimeout(poll, rest);
  };
  setInterval(() => { if (!held && !document.hidden) tell(); }, 1000);

  // buttons
  document.addEventListener('click', (e) => {
    const b = e.target.closest('button');
    if (b?.getAttribute('aria-disabled') === 'true') { e.preventDefault(); return; }
    if (b?.dataset.do === 'theme') nextTheme();
    if (b?.dataset.do === 'zone') nextZone();
    if (b?.dataset.do === 'live') { hold(!held); say(held ? 'Held still' : 'Live'); }
    if (b?.dataset.do === 'clear') clear();
    if (b?.dataset.copy) navigator.clipboard?.writeText(b.dataset.copy).then(() => say('Copied'));
  });
  const clear = () => { $$('.pick, .pick-page, .pick-every').forEach((p) => { p.checked = false; }); count(); };

  // keys: none changes a job, but Enter in a dialog that asks
  const root = document.body.dataset.root;
  const go = { o: '', j: 'jobs', d: 'dead-letters', q: 'queues', s: 'schedules', k: 'kinds', w: 'workers', p: 'operations', t: 'storage', h: 'doctor', a: 'audit', i: 'instance' };
  let g = 0, row = -1;
  const move = (step) => {
    const rows = $$('.rows tbody tr, .moves tbody tr');
    if (!rows.length) return;
    row = Math.max(0, Math.min(rows.length - 1, row + step));
    rows.forEach((r, n) => n === row ? r.setAttribute('aria-current', 'true') : r.removeAttribute('aria-current'));
    $('a', rows[row])?.focus();
  };
  document.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && !e.isComposing && e.target.matches('dialog input')) { // the deed of this dialog, and no other of the form
      e.preventDefault();
      e.target.closest('dialog').querySelector('[name=do]')?.click();
    }
    if (e.ctrlKey || e.metaKey || e.altKey || $('dialog[open], dialog:popover-open')) return;
    if (e.target.matches('input:not([type=checkbox]), textarea, select')) { if (e.key === 'Escape') e.target.blur(); return; }
    if (Date.now() - g < 1200 && e.key in go) { location.href = root + go[e.key]; return; }
    const keys = {
      '/': () => $('.search input')?.focus(), '?': () => $('#help').showModal(), t: nextTheme, u: nextZone, c: nextDensity, r: () => hold(!held), g: () => { g = Date.now(); },
      j: () => move(1), k: () => move(-1), x: () => { const p = $('tr[aria-current] .pick'); if (p) { p.checked = !p.checked; count(); } }, Escape: clear,
    };
    if (keys[e.key]) { if (e.key !== 'Escape') e.preventDefault(); keys[e.key](); }
  });
  // the search fields suggest: names of conditions, values that the server or this page knows; asked for when typing rests
  const termOf = (input) => {
    const text = input.value, end = input.selectionStart;
    let from = 0, quoted = false, to = end;
    for (let i = 0; i < end; i++) {
      if (quoted && text[i] === '\\') i++;
      else if (text[i] === '"') quoted = !quoted;
      else if (!quoted && /\s/.test(text[i])) from = i + 1;
    }
    while (to < text.length && !/\s/.test(text[to])) to++;
    return { from, to, text: text.slice(from, end) };
  };
  const onPage = (term) => term.includes(':') ? $$('#known option').map((o) => o.value).filter((v) => v.toLowerCase().startsWith(term.toLowerCase())).map((text) => ({ text, hint: 'on this page', whole: true })) : [];
  const suggest = (input, n) => {
    const list = Object.assign(document.createElement('ul'), { id: 'suggested-' + n, className: 'suggested', hidden: true });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Suggestions');
    input.form.append(list);
    const mark = (name, value) => input.setAttribute(name, value);
    mark('role', 'combobox');
    mark('aria-autocomplete', 'list');
    mark('aria-controls', list.id);
    mark('aria-expanded', 'false');
    let at = -1, rest = 0, asked = 0;
    const options = () => [...list.children];
    const close = () => { clearTimeout(rest); asked++; list.hidden = true; at = -1; mark('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
    const choose = (to) => {
      at = to;
      options().forEach((o, i) => o.setAttribute('aria-selected', String(i === at)));
      if (at < 0) input.removeAttribute('aria-activedescendant');
      else { mark('aria-activedescendant', options()[at].id); options()[at].scrollIntoView({ block: 'nearest' }); }
    };
    const show = (found) => {
      if (!found.length) { close(); return; }
      list.replaceChildren(...found.map((one, i) => {
        const option = Object.assign(document.createElement('li'), { id: list.id + '-' + i });
        option.setAttribute('role', 'option');
        option.dataset.text = one.text;
        option.dataset.whole = one.whole;
        option.append(Object.assign(document.createElement('code'), { textContent: one.text }), Object.assign(document.createElement('span'), { textContent: one.hint }));
        return option;
      }));
      list.hidden = false;
      mark('aria-expanded', 'true');
      choose(-1);
      say(found.length + (found.length === 1 ? ' suggestion' : ' suggestions'));
    };
    const ask = async () => {
      const term = termOf(input).text, turn = ++asked;
      let found = [];
      try {
        const answer = await fetch(document.body.dataset.root + 'suggestions?term=' + encodeURIComponent(term), { headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(5000) });
        if (answer.ok && !answer.redirected) found = await answer.json();
      } catch { /* without suggestions then */ }
      if (turn !== asked || document.activeElement !== input) return;
      const texts = found.map((one) => one.text);
      show([...found, ...onPage(term).filter((one) => !texts.includes(one.text))].filter((one) => one.text !== term).slice(0, 13));
    };
    const soon = () => { clearTimeout(rest); rest = setTimeout(ask, 180); };
    const take = (option) => {
      const { from, to } = termOf(input), text = option.dataset.text + (option.dataset.whole === 'true' ? ' ' : '');
      input.setRangeText(text, from, to, 'end');
      close();
      if (option.dataset.whole !== 'true') soon();
    };
    input.addEventListener('input', soon);
    input.addEventListener('blur', close);
    list.addEventListener('mousedown', (e) => { e.preventDefault(); const o = e.target.closest('li'); if (o) take(o); });
    input.addEventListener('keydown', (e) => {
      if (e.isComposing) return;
      const n = options().length;
      if (list.hidden) { if (e.key === 'ArrowDown') { e.preventDefault(); ask(); } return; }
      if (e.key === 'ArrowDown') choose(at === n - 1 ? -1 : at + 1);
      else if (e.key === 'ArrowUp') choose(at < 0 ? n - 1 : at - 1);
      else if (e.key === 'Enter' && at >= 0) take(options()[at]);
      else if (e.key === 'Escape') close();
      else return;
      e.preventDefault();
      e.stopPropagation();
    });
  };
  $$('.search input[type=search]').forEach(suggest);

  // what was typed into settings stays when something else of the page is sent, or is refused
  const kept = $('form[data-kept]'), ofForm = [...kept?.elements ?? []].filter((f) => f.name && f.type !== 'hidden' && f.matches('input, select'));
  const isChanged = (f) => f.matches('select') ? f.selectedIndex !== Math.max(0, [...f.options].findIndex((o) => o.defaultSelected)) : f.value !== f.defaultValue;
  document.addEventListener('submit', (e) => {
    if (!kept || e.target === kept || e.target.method === 'dialog') return;
    const typed = ofForm.filter(isChanged).map((f) => [f.name, f.value]);
    if (typed.length) sessionStorage.setItem('awa.typed', JSON.stringify({ at: location.pathname, typed }));
  });
  const before = kept && JSON.parse(sessionStorage.getItem('awa.typed') ?? 'null');
  if (before?.at === location.pathname) {
    sessionStorage.removeItem('awa.typed');
    before.typed.forEach(([name, value]) => { const f = ofForm.find((one) => one.name === name); if (f && !f.readOnly && !f.disabled) f.value = value; });
    $('[data-kept-note]', kept).hidden = !ofForm.some(isChanged);
  }

  const said = sessionStorage.getItem('awa.said'); // by the page before this one
  if (said) {
    sessionStorage.removeItem('awa.said');
    say(said);
    $('[data-do=zone]')?.focus();
  }
  const url = new URL(location.href);
  if (url.searchParams.has('done')) { // said once: not again after a reload or "back"
    url.searchParams.delete('done');
    history.replaceState(history.state, '', url);
  }
  count();
  label();
  local();
  setTimeout(poll, 5000);
})();
