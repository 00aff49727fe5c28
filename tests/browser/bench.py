"""What a person does in a tab, as short verbs for the tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Locator, Page, expect

from tests.laboratory import Laboratory

READY_MS = 90_000
SOON_MS = 45_000

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
        workbench = cls(context.new_page(), laboratory)
        workbench.page.on("pageerror", workbench._note_exception)
        workbench.page.on("console", workbench._note)
        workbench.page.goto(laboratory.link)
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

    def states(self, name: str) -> set[str]:
        return set((self.component(name).get_attribute("data-state") or "").split())

    def wait_for_state(self, name: str, word: str, *, present: bool = True) -> None:
        """Until the component carries the word (or no longer does)."""
        self.page.wait_for_function(
            '([name, word, present]) => ((document.querySelector(`[data-component="${name}"]`)'
            "?.dataset.state ?? '').split(' ').includes(word)) === present",
            arg=[name, word, present],
            timeout=SOON_MS,
        )

    def press(self, key: str) -> None:
        """Press a key and wait for the revision that it makes and for its numbers."""
        before = self.revision
        self.page.keyboard.press(key)
        self.wait_for_revision(before + 1)

    def wait_for_revision(self, at_least: int) -> None:
        self.page.wait_for_function(
            "(least) => Number(document.querySelector('[data-revision]')?.dataset.revision ?? -1) >= least",
            arg=at_least,
            timeout=SOON_MS,
        )

    def select(self, name: str) -> None:
        self.component(name).click()

    def open_view(self, title: str) -> None:
        """Open a view of what is inspected, by its tab or out of the menu of those that have no room."""
        tab = self.page.get_by_role("tab", name=title, exact=True)
        if not tab.is_visible():
            self.page.get_by_role("button", name=MORE_VIEWS).click()
            self.page.get_by_role("menuitem", name=title, exact=True).click()
        tab.click()

    def cell(self, code: str) -> list[dict[str, Any]]:
        """Run code as a cell of the real notebook and give its outputs."""
        return self._notebook(RUN_CELL % "true", code)

    def start_cell(self, code: str) -> int:
        """Start a cell without waiting for it; its index."""
        return self._notebook(RUN_CELL % "false", code)

    def wait_for_save(self) -> None:
        """Until the disk has all that stands in the notebook."""
        self.page.wait_for_function(
            "() => document.querySelector('iframe').contentWindow.jupyterapp"
            ".shell.currentWidget.context.model.dirty === false",
            timeout=READY_MS,
        )

    def _notebook(self, script: str, *arguments: Any) -> Any:
        frame = next(f for f in self.page.frames if "/jupyter/notebooks/" in f.url)
        return frame.evaluate(script, *arguments)

    def kernel_status(self) -> str:
        """As the notebook shows it."""
        frame = next(f for f in self.page.frames if "/jupyter/notebooks/" in f.url)
        return frame.evaluate(
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
        self.catch_up()
        self.page.keyboard.press("Escape")

    def catch_up(self) -> None:
        """Wait until the page shows what the kernel has, what it found after the last cell included."""
        self.wait_for_revision(int(text(self.cell("lab.state.revision"))))


MORE_VIEWS = re.compile(r"^More \d+ views$")
PROMPT = "Her name was Alex Hart. Tomorrow at lunch time Alex"


def text(outputs: list[dict[str, Any]]) -> str:
    """Plain text of a cell's result, streams and errors joined."""
    parts: list[str] = []
    for output in outputs:
        data = output.get("data", {}).get("text/plain")
        parts.append("".join(data if data is not None else output.get("text", output.get("traceback", ""))))
    return "\n".join(parts).strip()
