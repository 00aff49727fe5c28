"""An experiment as a file to take away: its numbers as Parquet, or a notebook that makes it again."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from trafolab_protocol.experiments import Experiment, ExperimentInfo

from ..errors import OperationError
from ..pairs.written_out import written_out

if TYPE_CHECKING:
    from ..bench import Bench
    from .result import Sweep

Form = Literal["parquet", "notebook"]


def file_of(found: Sweep, form: Form, bench: Bench) -> bytes:
    """Raises :class:`OperationError` where it can't be made."""
    return parquet(found) if form == "parquet" else notebook(found.record, found.info, bench)


def parquet(found: Sweep) -> bytes:
    """The rows of ``to_dataframe()``. The conditions stand in the file's metadata: pandas has them as
    ``DataFrame.attrs``. Raises :class:`OperationError` without pyarrow, which pandas writes it with."""
    frame, info = found.to_dataframe(), found.info
    conditions = {name: getattr(info, name) for name in ("sentence", "metric", "baseline", "other")}
    frame.attrs = {
        "experiment": found.record.name,
        **conditions,
        **info.stamp.model_dump(mode="json"),
        "code": found.record.code,
    }
    buffer = BytesIO()
    try:
        frame.to_parquet(buffer, engine="pyarrow", index=False)
    except ImportError as error:
        what = "The kernel's Python has no pyarrow, with which pandas writes Parquet."
        raise OperationError("no_pyarrow", what, None, "Run %pip install pyarrow, or take CSV.") from error
    return buffer.getvalue()


def notebook(record: Experiment, info: ExperimentInfo, bench: Bench) -> bytes:
    """A notebook (nbformat 4.5) that rebuilds the state that the experiment was started in, runs it and shows
    it. The pairs of sets stand in it, while the model is the one that they are tokens of. Raises
    :class:`OperationError` for one whose state was not kept."""
    if not record.setup:
        what = f"What the laboratory was when {record.name} was started has not been kept."
        raise OperationError("no_setup", what, record.id, "Run it again, and export that one.")
    said = [f"{info.metric}: {info.base} {info.baseline:+.4f}"]
    said += [] if info.other is None else [f"{info.donor} {info.other:+.4f}"]
    head = f"# {record.name}\n\n{info.sentence}.\n\n{', '.join(said)}. Model {info.stamp.model_hash[:12]}."
    alike = bench.held.info.hash == info.stamp.model_hash
    setup = written_out(record.setup, bench) if alike else record.setup
    lines = [setup.rstrip(), f"found = {record.code}", "found.plot()"]
    lines += ["found.verified()"] if info.estimated is not None else []
    cells = [_cell("markdown", 0, head), *(_cell("code", i, line) for i, line in enumerate(lines, start=1))]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _cell(kind: Literal["markdown", "code"], number: int, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}}
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell | {"source": text.splitlines(keepends=True)}
