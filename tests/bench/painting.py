"""Time from an input event to the first painted frame with the new numbers, read from its trace."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Page

from tests.bench.tracing import Event, traced

CATEGORIES = "devtools.timeline,disabled-by-default-devtools.timeline,blink.user_timing"
MARK = "trafolab-new-numbers"

# The mark is set by an observer, in the same task in which the page writes what is waited for. Whoever waits
# for it waits for a promise: polling would draw frame after frame on the cores that the pass wants.
OBSERVE = f"""([selector, component]) => {{
  const watched = document.querySelector(selector);
  const root = document.documentElement.dataset;
  const tile = component && document.querySelector(`[data-component="${{component}}"]`);
  const looks = tile?.dataset.state;
  window.__marked = new Promise(resolve => {{
    const marking = new MutationObserver(() => {{
      if (tile && (tile.dataset.state === looks || root.revision !== root.stateRevision)) return;
      performance.mark('{MARK}'); marking.disconnect(); resolve();
    }});
    const names = ['data-value', 'data-revision', 'data-state-revision'];
    marking.observe(watched, {{ attributes: true, attributeFilter: names }});
    if (tile) marking.observe(tile, {{ attributes: true, attributeFilter: ['data-state'] }});
  }});
}}"""
METRIC = "[data-testid=metric]"

# The trace must go on until the new number is on the screen.
NEXT_FRAMES = (
    "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(r, 50))))"
)


def painted_after(page: Page, act: Callable[[], None], component: str | None = None) -> float:
    """Milliseconds from the ``keydown`` that ``act`` causes to the frame that shows the new metric; with a
    ``component``, to the frame in which its new state on the map stands beside the metric of that revision.
    The metric alone proves nothing where it moves without anybody's doing, as while a cell trains."""
    page.evaluate(OBSERVE, [METRIC if component is None else "html", component])
    session = page.context.new_cdp_session(page)

    def acted() -> None:
        act()
        page.evaluate("() => window.__marked")
        page.evaluate(NEXT_FRAMES)

    events = traced(session, acted, CATEGORIES)
    session.detach()
    pressed = _first(events, lambda e: e["name"] == "EventDispatch" and _type(e) == "keydown", 0)
    marked = _first(events, lambda e: e["name"] == MARK, pressed)
    painted = _first(events, lambda e: e["name"] in {"Commit", "Paint", "DrawFrame"}, marked)
    return (painted - pressed) / 1e3


def _type(event: Event) -> str:
    return event.get("args", {}).get("data", {}).get("type", "")


def _first(events: list[Event], wanted: Callable[[Event], bool], after: float) -> float:
    for event in events:
        if event["ts"] > after and wanted(event):
            return event["ts"]
    raise RuntimeError(
        f"the trace holds no such event among {json.dumps(sorted({e['name'] for e in events}))}"
    )
