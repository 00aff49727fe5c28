"""What a person does in a tab, as short verbs for the tests."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    FloatRect,
    Frame,
    Locator,
    Page,
    TimeoutError,
    expect,
)

from tests.browser import scripts
from tests.laboratory import Laboratory

# Machines may be ten times slower than this one was; pytest itself gives a test up after five minutes.
READY_MS = 150_000
SOON_MS = 60_000

CLOSE = 1e-3


@dataclass
class Workbench:
    """One tab."""

    page: Page
    laboratory: Laboratory
    errors: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, context: BrowserContext, laboratory: Laboratory, *, toured: bool = True) -> Workbench:
        """``toured``: this browser is not asked whether it wants the tour."""
        if toured:
            context.add_init_script("localStorage.setItem('trafolab.toured', 'yes')")
        context.add_init_script(scripts.COUNT_ACTS)
        context.set_default_timeout(SOON_MS)
        workbench = cls(context.new_page(), laboratory)
        workbench.page.on("pageerror", workbench._note_exception)
        workbench.page.on("console", workbench._note)
        workbench.page.goto(laboratory.link, timeout=READY_MS)
        workbench.ready()
        return workbench

    def _note_exception(self, error: Error) -> None:
        # Notebook 7's shortcuts trip over each other while it loads; what counts is our own page.
        if "/jupyter/static/" not in (error.stack or ""):
            self.errors.append(str(error))

    def _note(self, message: ConsoleMessage) -> None:
        in_notebook = "/jupyter/" in str(message.location.get("url", ""))
        if message.type == "error" and not in_notebook:
            self.errors.append(message.text)

    def ready(self) -> None:
        """Wait for numbers and for the notebook on the same kernel."""
        expect(self.metric).not_to_have_attribute("data-value", "", timeout=READY_MS)
        self.page.wait_for_function(
            "() => document.querySelector('iframe')?.contentWindow?.jupyterapp"
            "?.shell?.currentWidget?.sessionContext?.session?.kernel?.status !== undefined",
            timeout=READY_MS,
        )

    @property
    def metric(self) -> Locator:
        return self.page.get_by_test_id("metric")

    @property
    def value(self) -> float:
        return float(self.metric.get_attribute("data-value") or "nan")

    @property
    def plain(self) -> float:
        return float(self.metric.get_attribute("data-plain") or "nan")

    @property
    def revision(self) -> int:
        return int(self.page.locator("[data-revision]").first.get_attribute("data-revision") or -1)

    def component(self, name: str) -> Locator:
        return self.page.locator(f'[data-component="{name}"]').first

    def settle(self, expected: float, close: float = CLOSE) -> None:
        """Until the page's number is the expected one."""
        try:
            self.page.wait_for_function(scripts.METRIC_IS, arg=[expected, close])
        except TimeoutError:
            assert self.value == expected, "the metric stays another one"
            raise

    def wait_for_states(self, name: str, *words: str) -> None:
        """Until this, and nothing else, is said of a component."""
        try:
            self.page.wait_for_function(scripts.STATES_ARE, arg=[name, " ".join(sorted(words))])
        except TimeoutError:
            said = self.component(name).get_attribute("data-state") or ""
            assert set(said.split()) == set(words), f"{name} stays otherwise"
            raise

    def wait_for_state(self, name: str, word: str, *, present: bool = True) -> None:
        """Until the component carries the word (or no longer does)."""
        said = re.compile(rf"(^|\s){re.escape(word)}(\s|$)")
        component = expect(self.component(name))
        if present:
            component.to_have_attribute("data-state", said)
        else:
            component.not_to_have_attribute("data-state", said)

    @contextmanager
    def acting(self, times: int = 1) -> Generator[None]:
        """What is done inside are so many acts: wait until they are answered, and shown in all views."""
        self.page.wait_for_function(scripts.NONE_UNDER_WAY)
        before = self.page.evaluate("() => window.countedActs.answered")
        yield
        self.page.wait_for_function(scripts.ACTS_ARE_SHOWN, arg=before + times)

    def come_true(self, check: Callable[[], None]) -> None:
        """Until what a function asserts about several things at once holds."""
        end = time.monotonic() + SOON_MS / 1000
        while True:
            try:
                return check()
            except AssertionError:
                if time.monotonic() > end:
                    raise
            self.page.wait_for_timeout(50)

    def box_of(self, element: Locator) -> FloatRect:
        """Where an element stands once it is at rest."""
        return element.evaluate(scripts.BOX_AT_REST)

    def press(self, key: str) -> None:
        """Press a key that acts, and wait until the page shows what it led to."""
        with self.acting():
            self.page.keyboard.press(key)

    @property
    def acts(self) -> int:
        """How many acts this tab has sent."""
        return self.page.evaluate("() => window.countedActs.sent")

    def wait_for_revision(self, at_least: int) -> None:
        self.page.wait_for_function(
            "(least) => Number(document.querySelector('[data-revision]')?.dataset.revision ?? -1) >= least",
            arg=at_least,
        )

    def wait_for_rest(self) -> None:
        """Until nothing fades or moves on the page any more: what fades in has no contrast yet, say."""
        drawn(self.page)
        self.page.wait_for_function(scripts.AT_REST)

    def select(self, name: str) -> None:
        self.component(name).click()

    def open_view(self, title: str) -> None:
        """Open a view of what is inspected, by its tab or out of the menu of those that have no room."""
        tab = self.page.get_by_role("tab", name=title, exact=True)
        # Which tabs have room is known once the row is laid out.
        self.box_of(self.page.locator('.inspector-view [role="tablist"]').first)
        if not tab.is_visible():
            self.page.get_by_role("button", name=MORE_VIEWS).click()
            self.page.get_by_role("menuitem", name=title, exact=True).click()
        tab.click()

    @property
    def notebook(self) -> Frame:
        return next(f for f in self.page.frames if "/jupyter/notebooks/" in f.url)

    def cell(self, code: str) -> list[dict[str, Any]]:
        """Run code as a cell of the real notebook; its outputs, once the page shows what came of it."""
        outputs = self.notebook.evaluate(scripts.RUN_CELL % "true", code)
        self.catch_up()
        return outputs

    def catch_up(self) -> None:
        """Wait until all of the page shows what the kernel has, and what it found after the last cell."""
        self.page.wait_for_function(scripts.SHOWS, arg=self.notebook.evaluate(scripts.SETTLED_REVISION))

    def start_cell(self, code: str) -> int:
        """Start a cell without waiting for it; its index."""
        return self.notebook.evaluate(scripts.RUN_CELL % "false", code)

    def wait_for_save(self) -> None:
        """Until the disk has all that stands in the notebook."""
        self.page.wait_for_function(
            "() => document.querySelector('iframe').contentWindow.jupyterapp"
            ".shell.currentWidget.context.model.dirty === false",
            timeout=READY_MS,
        )

    def kernel_status(self) -> str:
        """As the notebook shows it."""
        return self.notebook.evaluate(
            "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status"
        )

    def clear(self) -> None:
        """Back to a fresh laboratory: the embedded model as loaded, its first prompt, nothing active."""
        self.errors.clear()
        outputs = self.cell(
            "import trafolab\n"
            "if lab.state.model.name != 'trafo-2l' or lab.state.findings.weights:\n"
            "    lab = trafolab.open('trafo-2l'); model = lab.model\n"
            "model.reset_hooks(including_permanent=True); lab.clear()\n"
            f"lab.prompt({PROMPT!r}); 'cleared'"
        )
        assert text(outputs) == "'cleared'", outputs
        self.page.keyboard.press("Escape")


MORE_VIEWS = re.compile(r"^More \d+ views$")
PROMPT = "Her name was Alex Hart. Tomorrow at lunch time Alex"


def drawn(page: Page) -> None:
    """Until the page has drawn what the last key or click led to in the browser alone."""
    page.evaluate(scripts.DRAWN)


def text(outputs: list[dict[str, Any]]) -> str:
    """Plain text of a cell's result, streams and errors joined."""
    parts: list[str] = []
    for output in outputs:
        data = output.get("data", {}).get("text/plain")
        parts.append("".join(data if data is not None else output.get("text", output.get("traceback", ""))))
    return "\n".join(parts).strip()
