"""What tests run inside the browser, as JavaScript."""

from __future__ import annotations

RUN_CELL = """async (code) => {
  const app = window.jupyterapp;
  const notebook = app.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  await app.commands.execute('notebook:insert-cell-below');
  const cell = notebook.activeCell;
  cell.model.sharedModel.setSource(code);
  const index = notebook.activeCellIndex;
  const done = app.commands.execute('notebook:run-cell');
  if (!%s) return index;
  await done;
  return cell.model.outputs.toJSON();
}"""

QUIET = "[__import__('time').sleep(.01) for _ in iter(lambda: get_ipython()._trafolab_apparatus.quiet, True)]"
REVISION = "get_ipython()._trafolab_apparatus.holder.lab.revision"

SETTLED_REVISION = f"""async () => {{
  const {{ kernel }} = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const user_expressions = {{ quiet: {QUIET!r}, revision: {REVISION!r} }};
  const asked = {{ code: '', silent: true, store_history: false, user_expressions }};
  const {{ content }} = await kernel.requestExecute(asked).done;
  const {{ data, evalue }} = content.user_expressions.revision;
  if (!data) throw new Error(evalue);
  return Number(data['text/plain']);
}}"""
"""The kernel's revision once what the last cell did was found and sent; no cell is made, no focus taken."""

COUNT_ACTS = """(() => {
  const acts = (window.countedActs = { sent: 0, answered: 0, made: -1, state: -1 });
  const own = (data) => (typeof data === 'string' && data.startsWith('{') ? JSON.parse(data) : {});
  window.WebSocket = new Proxy(WebSocket, {
    construct(target, options) {
      const socket = new target(...options);
      if (new URL(socket.url).pathname !== '/ws') return socket;
      const send = socket.send.bind(socket);
      socket.send = (data) => {
        const { kind } = own(data);
        if (kind === 'act') acts.sent += 1;
        if (kind === 'watch') acts.watched = data;
        send(data);
      };
      socket.addEventListener('message', ({ data }) => {
        const { kind, revision, state } = own(data);
        if (kind === 'done') Object.assign(acts, { answered: acts.answered + 1, made: revision });
        if (kind !== 'state') return;
        // A fresh kernel counts from the start again.
        if (state.revision < acts.state) acts.made = -1;
        acts.state = state.revision;
      });
      socket.addEventListener('close', () => Object.assign(acts, { answered: acts.sent, made: -1 }));
      return socket;
    },
  });
})()"""
"""Before the page's own scripts: how many acts this tab has sent, what their answers said, and what it looks
at."""

SHOWS = "(revision) => Number(document.documentElement.dataset.oldestRevision ?? -1) >= revision"
NONE_UNDER_WAY = "() => window.countedActs.sent === window.countedActs.answered"
ACTS_ARE_SHOWN = """(answers) => {
  const { sent, answered, made } = window.countedActs;
  const shown = Number(document.documentElement.dataset.oldestRevision ?? -1);
  return answered >= answers && sent === answered && shown >= made;
}"""

DRAWN = """() => new Promise((drawn) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn))))"""
AT_REST = """() => !document.getAnimations().some((each) =>
  each.playState === 'running' && each.effect?.getComputedTiming().endTime !== Infinity)"""
"""Nothing fades or moves any more; what turns for ever does not count."""

BOX_AT_REST = """async (element) => {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  const box = () => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x, y, width, height };
  };
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  let [last, now] = [null, box()];
  while (!same(last, now)) {
    await frame();
    await frame();
    [last, now] = [now, box()];
  }
  return now;
}"""

METRIC_IS = """([wanted, close]) => {
  const { sent, answered, made } = window.countedActs;
  if (sent > answered || Number(document.documentElement.dataset.stateRevision ?? -1) < made) return false;
  const { value } = document.querySelector('[data-testid=metric]')?.dataset ?? {};
  return Math.abs(Number(value || NaN) - wanted) < close;
}"""
"""The metric's number arrives before the state that it belongs to: what is clicked next depends on both."""

STATES_ARE = """([name, words]) => {
  const said = document.querySelector(`[data-component="${name}"]`)?.dataset.state ?? '';
  return said.split(' ').filter(Boolean).sort().join(' ') === words;
}"""
