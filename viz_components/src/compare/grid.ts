// Heads by layer and index, as a matrix.
import type { Cell } from "../heatmap/cells";

export interface Grid {
  /** Row-major; NaN where a layer has fewer heads than the widest one. */
  readonly values: Float32Array;
  readonly rowLabels: readonly string[];
  readonly colLabels: readonly string[];
  headAt(cell: Cell): string | undefined;
  cellOf(head: string | null): Cell | null;
}

/** `heads` (`L1H6`) with a value each as layers by heads, the highest layer first. */
export function gridOf(heads: readonly string[], values: Float32Array): Grid {
  const places = heads.map(placeOf);
  const layers = [...new Set(places.map(({ layer }) => layer))].sort((one, other) => other - one);
  const cols = Math.max(0, ...places.map(({ head }) => head + 1));
  const cells = places.map(({ layer, head }) => ({ row: layers.indexOf(layer), col: head }));
  const filled = new Float32Array(layers.length * cols).fill(Number.NaN);
  cells.forEach(({ row, col }, i) => {
    filled[row * cols + col] = values[i] ?? Number.NaN;
  });
  return {
    values: filled,
    rowLabels: layers.map((layer) => `L${layer}`),
    colLabels: Array.from({ length: cols }, (_, head) => String(head)),
    headAt: ({ row, col }) => heads[cells.findIndex((cell) => cell.row === row && cell.col === col)],
    cellOf: (head) => cells[heads.indexOf(head ?? "")] ?? null,
  };
}

function placeOf(name: string): { layer: number; head: number } {
  const [, layer, head] = /^L(\d+)H(\d+)$/.exec(name) ?? [];
  if (layer === undefined || head === undefined) throw new TypeError(`${name} is no head`);
  return { layer: Number(layer), head: Number(head) };
}
