"""Threads that have computed give their workers back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
import torch
from trafolab.jupyter.cores import give_back

T = TypeVar("T")
TASKS = Path("/proc/self/task")


@pytest.mark.skipif(not TASKS.is_dir(), reason="counts the threads of a process as Linux tells them")
def test_workers_end_and_the_next_computation_has_new_ones_and_the_same_result() -> None:
    matrix = torch.ones(2048, 2048)

    def counted() -> tuple[int, int, float]:
        torch.set_num_threads(2)
        total = float(matrix.exp().sum())
        with_workers = len(list(TASKS.iterdir()))
        give_back()
        return with_workers, len(list(TASKS.iterdir())), total

    usual = torch.get_num_threads()
    (before, after, total), (again, _, same) = in_thread(lambda: (counted(), counted()))
    torch.set_num_threads(usual)
    assert before - after == 1
    assert (again, same) == (before, total)


def test_giving_back_what_was_never_taken_does_nothing() -> None:
    in_thread(give_back)


def in_thread(work: Callable[[], T]) -> T:
    results: list[T] = []
    thread = threading.Thread(target=lambda: results.append(work()))
    thread.start()
    thread.join()
    return results[0]
