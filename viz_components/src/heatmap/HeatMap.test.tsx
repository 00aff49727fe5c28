import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { type Cell, Progress } from "./cells";
import { HeatMap, type HeatMapProps } from "./HeatMap";

function show(hovered: Cell | null, given: Partial<HeatMapProps> = {}) {
  const calls = { onHover: vi.fn(), onSelect: vi.fn() };
  const values = Float32Array.from({ length: 9 }, (_, index) => index / 10);
  const labels = ["<bos>", " a", " b"];
  const shape = {
    values,
    rows: 3,
    cols: 3,
    rowLabels: labels,
    colLabels: labels,
    scale: "sequential" as const,
  };
  render(<HeatMap {...shape} hovered={hovered} label="Attention of L1H6" {...calls} {...given} />);
  return { ...calls, plot: screen.getByRole("application", { name: "Attention of L1H6" }) };
}

it("describes itself to those who can't see it", () => {
  const { plot } = show(null);
  expect(document.getElementById(plot.getAttribute("aria-describedby") ?? "")?.textContent).toBe(
    "3 rows by 3 columns, from 0.000 to 1.000. Arrow keys walk the cells, Enter selects.",
  );
});

it("says the numbers of the cell pointed at", () => {
  show({ row: 2, col: 1 });
  expect(screen.getByRole("status").textContent).toBe("·b (2) → ·a (1) 0.700");
});

it("calls a cell as it is told to", () => {
  show({ row: 2, col: 1 }, { cellName: ({ row, col }) => `L${row}H${col}` });
  expect(screen.getByRole("status").textContent).toBe("L2H1 0.700");
});

it("counts in positions where cells were pooled", () => {
  show({ row: 2, col: 1 }, { stride: 4 });
  expect(screen.getByRole("status").textContent).toBe("·b (8) → ·a (4) 0.700");
});

it("walks with the arrow keys, not above the diagonal, and selects with Enter", () => {
  const { plot, onHover, onSelect } = show({ row: 1, col: 1 }, { triangular: true });
  fireEvent.keyDown(plot, { key: "ArrowRight" });
  fireEvent.keyDown(plot, { key: "ArrowDown" });
  fireEvent.keyDown(plot, { key: "Enter" });
  expect(onHover.mock.calls).toEqual([[{ row: 2, col: 1 }]]);
  expect(onSelect.mock.calls).toEqual([[{ row: 1, col: 1 }, { additive: false }]]);
});

it("gathers with Shift", () => {
  const { plot, onSelect } = show({ row: 1, col: 1 });
  fireEvent.keyDown(plot, { key: "Enter", shiftKey: true });
  fireEvent.click(plot, { clientX: 50, clientY: 60, shiftKey: true });
  expect(onSelect.mock.calls).toEqual([
    [{ row: 1, col: 1 }, { additive: true }],
    [{ row: 2, col: 1 }, { additive: true }],
  ]);
});

it("says what a cell means besides its number, and what is not there yet", () => {
  const progress = new Uint8Array(9).fill(Progress.there);
  progress[8] = Progress.waiting;
  progress[7] = Progress.none;
  const cellName = ({ row, col }: Cell) => `${row}.${col}`;
  const said = (hovered: Cell) => {
    show(hovered, { progress, cellName, cellNote: () => "baseline 1.000" });
    const text = screen.getByRole("status").textContent;
    cleanup();
    return text;
  };
  expect(said({ row: 1, col: 0 })).toBe("1.0 0.300baseline 1.000");
  expect(said({ row: 2, col: 2 })).toContain("not computed yet");
  expect(said({ row: 2, col: 1 })).toContain("does not exist");
});

it("marks a cell that stands for nothing else, with its number beside it until it is clicked again", () => {
  const { plot } = show(null, { onSelect: undefined });
  const marked = () => screen.getByRole("status").textContent;
  fireEvent.click(plot, { clientX: 50, clientY: 60 });
  expect(marked()).toBe("·b (2) → ·a (1) 0.700");
  fireEvent.click(plot, { clientX: 50, clientY: 60 });
  expect(marked()).toBe("");
});

it("goes where names lead, by a click on them or by R and C", () => {
  const [rows, cols] = [vi.fn(), vi.fn()];
  const { plot } = show(
    { row: 1, col: 2 },
    {
      rowNames: { says: "select", go: rows, can: (index) => index === 1 },
      colNames: { says: "read at", go: cols },
    },
  );
  fireEvent.click(screen.getByTitle("read at ·a"));
  fireEvent.keyDown(plot, { key: "c" });
  fireEvent.click(screen.getByTitle("select ·a"));
  fireEvent.keyDown(plot, { key: "r" });
  expect(screen.queryByTitle("select ·b")).toBe(null);
  expect([cols.mock.calls, rows.mock.calls]).toEqual([
    [[1], [2]],
    [[1], [1]],
  ]);
});

it("finds the cell under the pointer", () => {
  const { plot, onHover } = show(null);
  fireEvent.pointerMove(plot, { clientX: 50, clientY: 60 });
  expect(onHover).toHaveBeenCalledExactlyOnceWith({ row: 2, col: 1 });
});
