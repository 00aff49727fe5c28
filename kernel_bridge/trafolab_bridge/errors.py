"""What can go wrong on the road to a kernel."""

from __future__ import annotations


class KernelUnavailable(Exception):
    """The kernel cannot answer: it has not started, has died, or the road to it broke."""


class NotALaboratory(Exception):
    """The kernel runs, but nobody in it answers to Trafolab's comms."""
