"""Frames a second while the map of 1,200 heads is dragged and zoomed, as they came to the screen:
read from the browser's trace, in which the frames count that it dropped."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts.ensure_browser import installed
from tests import models
from tests.bench.frames import BEGIN, CATEGORIES, END, frames_between
from tests.bench.report import Bar, median
from tests.bench.tracing import traced
from tests.browser.bench import Workbench
from tests.laboratory import running

LAYERS, HEADS, WIDTH = 48, 25, 200
# Long enough that one collection of the garbage, three slow frames, is not the whole slowest hundredth.
SECONDS = 18.0

# Moves the pointer in the page itself, once a frame, so that no driver's pace is measured.
GESTURE = """([seconds, wheel, first, last]) => new Promise(done => {
  const map = document.querySelector('[data-component="L20H10"]').closest('.tf-map');
  const box = map.getBoundingClientRect();
  const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true,
               cancelable: true, view: window, button: 0, buttons: 1 };
  const under = document.elementFromPoint(at.clientX, at.clientY);
  if (!wheel) under.dispatchEvent(new MouseEvent('mousedown', at));
  const begin = performance.now();
  performance.mark(first);
  const step = now => {
    const t = (now - begin) / 1000;
    if (t > seconds) {
      if (!wheel) window.dispatchEvent(new MouseEvent('mouseup', at));
      performance.mark(last);
      return setTimeout(done, 200);
    }
    if (wheel) under.dispatchEvent(new WheelEvent('wheel', {
      ...at, ctrlKey: true, deltaY: 12 * Math.sin(3 * t) }));
    else window.dispatchEvent(new MouseEvent('mousemove', { ...at,
      clientX: at.clientX + 200 * Math.sin(2 * t), clientY: at.clientY + 300 * Math.sin(3 * t) }));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


def bars(folder: Path) -> Iterator[Bar]:
    """Median and 1 % low of both gestures."""
    source = models.gpt2(folder / "large", layers=LAYERS, heads=HEADS, width=WIDTH)
    (folder / "root").mkdir()
    with running(folder / "root", "--model", str(source)) as laboratory, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        page = Workbench.open(context, laboratory).page
        page.wait_for_timeout(3000)
        for name, wheel in (("panning", False), ("zooming", True)):
            yield from _gesture(page, name, wheel)
        browser.close()


def _gesture(page: Page, name: str, wheel: bool) -> Iterator[Bar]:
    before = _place(page)
    session = page.context.new_cdp_session(page)
    events = traced(session, lambda: page.evaluate(GESTURE, [SECONDS, wheel, BEGIN, END]), CATEGORIES)
    session.detach()
    if _place(page) == before and not wheel:
        raise RuntimeError("the map did not move")
    frames = frames_between(events)
    rates = sorted(frames.rates)
    low = rates[math.floor(len(rates) / 100)]
    detail = {"heads": LAYERS * HEADS, "frames": frames.shown, "dropped": frames.dropped}
    detail |= {"slowest_ms": round(1000 / rates[0], 1)}
    yield Bar(f"{name} the map, median", median(rates), 55.0, "frames/s", at_least=True, detail=detail)
    yield Bar(f"{name} the map, 1 % low", low, 30.0, "frames/s", at_least=True, detail=detail)


def _place(page: Page) -> object:
    return page.locator('[data-component="L20H10"]').bounding_box()
