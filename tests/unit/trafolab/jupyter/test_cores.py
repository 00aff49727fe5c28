"""Threads that have computed give their workers back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import torch
from trafolab.jupyter.cores import give_back

from tests.waiting import until

T = TypeVar("T")
TASKS = Path("/proc/self/task")


def tasks() -> set[str]:
    """The process's threads but for Python's own, which may come from other tests, or go."""
    there = {task.name for task in TASKS.iterdir()}
    return there - {str(thread.native_id) for thread in threading.enumerate()}


@pytest.mark.skipif(not TASKS.is_dir(), reason="counts the threads of a process as Linux tells them")
def test_workers_end_and_the_next_computation_has_new_ones_and_the_same_result() -> None:
    matrix = torch.ones(2048, 2048)

    def counted() -> tuple[int, float]:
        torch.set_num_threads(2)
        others = tasks()
        total = float(matrix.exp().sum())
        workers = tasks() - others
        give_back()
        # One that has ended is told of by Linux for a moment longer.
        until(lambda: not workers & tasks())
        return len(workers), total

    usual = torch.get_num_threads()
    (made, total), again = in_thread(lambda: (counted(), counted()))
    torch.set_num_threads(usual)
    assert made == 1
    assert again == (made, total)


def test_giving_back_what_was_never_taken_does_nothing() -> None:
    in_thread(give_back)


def in_thread(work: Callable[[], T]) -> T:
    results: list[T] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]
