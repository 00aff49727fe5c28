"""One open laboratory: a notebook's workspace, its kernel, and the tabs that look at it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from trafolab_bridge import KernelUnavailable
from trafolab_protocol.actions import Action
from trafolab_protocol.browser import KernelStatus, ServerDone
from trafolab_protocol.errors import Problem
from trafolab_protocol.kernel import ExperimentPush, KernelPush, Restore, StatePush, TensorPush
from trafolab_protocol.views import Watch

from .hub import Hub
from .jupyter_child import JupyterChild
from .kernel_keeper import KernelKeeper
from .scribe import Scribe
from .settings import Settings
from .tab import Tab
from .workspace import Workspace


class Laboratory:
    """Passes the kernel's word to the tabs and to the disk, and the tabs' acts to the kernel."""

    def __init__(self, settings: Settings) -> None:
        self.workspace = Workspace(settings)
        self.hub = Hub(self.workspace.state)
        self.child = JupyterChild(settings)
        self.keeper = KernelKeeper(self.child, settings.notebook, self)
        self._scribe = Scribe(self._report_from_thread)
        self._loop = asyncio.get_running_loop()

    @asynccontextmanager
    async def opened(self) -> AsyncGenerator[None]:
        """Keep the kernel running and the disk written while the context lasts."""
        self._show_workspace_problems()
        tasks = [asyncio.create_task(self.keeper.run()), asyncio.create_task(self._scribe.run())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.child.stop()
            await self._scribe.flush()
            self.workspace.close()

    async def act(self, tab: Tab, id: str, action: Action) -> None:
        """Carry out a tab's action and tell it the outcome."""
        try:
            reply = await self.keeper.act(action)
        except KernelUnavailable as error:
            tab.send(ServerDone(id=id, revision=self.hub.revision, problem=_unavailable(error)))
        else:
            tab.send(ServerDone(id=id, revision=reply.revision, problem=reply.problem))

    async def watch(self, tab: Tab, watches: list[Watch]) -> None:
        self.hub.watch(tab, watches)
        await self.watches_changed()

    async def watches_changed(self) -> None:
        """Tell the kernel what is on anybody's screen. A kernel that is away is told when it
        comes back."""
        try:
            await self.keeper.watch(self.hub.watched())
        except KernelUnavailable:
            return

    def keep_layout(self, layout: dict[str, Any]) -> None:
        self.workspace.layout = layout
        self._scribe.write("layout", partial(self.workspace.save_layout, layout))

    async def steer_kernel(self, verb: str) -> None:
        """Interrupt or restart; a failure is told to every tab."""
        try:
            await (self.keeper.interrupt() if verb == "interrupt" else self.keeper.restart())
        except KernelUnavailable as error:
            self.hub.show_problem(_unavailable(error))

    def pushed(self, push: KernelPush, buffers: Sequence[bytes | memoryview]) -> None:
        match push:
            case StatePush():
                self._keep_state(push)
            case TensorPush():
                self._keep_tensor(push, buffers)
            case ExperimentPush():
                slot = ("experiment", push.experiment.id)
                self._scribe.write(slot, partial(self.workspace.save_experiment, push))
            case _:
                self.hub.show_view(push, buffers)

    def kernel(self, status: KernelStatus, detail: str | None = None) -> None:
        self.hub.show_kernel(status, detail)

    def problem(self, problem: Problem) -> None:
        self.hub.show_problem(problem)

    def restoration(self) -> tuple[Restore, list[bytes]] | None:
        restoration = self.workspace.restoration()
        self._show_workspace_problems()
        return restoration

    def not_restored(self, restore: Restore, problem: Problem) -> None:
        state = restore.state
        self._scribe.write(("aside", restore.id), partial(self.workspace.set_state_aside, state))
        self.hub.show_problem(problem, keep=True)

    def _keep_state(self, push: StatePush) -> None:
        state = push.state
        self.workspace.take_state(state)
        self.hub.show_state(state)
        # What changed of the steps builds on the write before: such a one must not be left out.
        slot = "state" if push.steps is None else ("steps", state.revision)
        self._scribe.write(slot, partial(self.workspace.save_state, state, push.steps))

    def _keep_tensor(self, push: TensorPush, buffers: Sequence[bytes | memoryview]) -> None:
        slot = ("tensor", push.tensor.name, push.part)
        self._scribe.write(slot, partial(self.workspace.save_tensor, push, buffers[push.tensor.buffer]))

    def _show_workspace_problems(self) -> None:
        while self.workspace.problems:
            self.hub.show_problem(self.workspace.problems.pop(0), keep=True)

    def _report_from_thread(self, problem: Problem) -> None:
        self._loop.call_soon_threadsafe(self.hub.show_problem, problem)


def _unavailable(error: KernelUnavailable) -> Problem:
    return Problem(
        code="kernel_unavailable",
        what=str(error),
        subject="the kernel",
        advice="Nothing was changed. Wait until the kernel is idle again, then repeat it.",
    )
