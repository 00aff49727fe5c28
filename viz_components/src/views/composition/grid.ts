// Composition scores as a heat map's cells: of all pairs, or of one head with every other, the highest layer on top.
import { type Cell, Progress } from "../../heatmap/cells";
import type { CompositionData } from "../../protocol/gen";

export interface CompositionGrid {
  readonly values: Float32Array;
  /** Which cells stand for no pair. */
  readonly progress: Uint8Array;
  readonly rowLabels: readonly string[];
  readonly colLabels: readonly string[];
  readonly nameOf: (cell: Cell) => string;
  /** The head that a click on a cell means. */
  readonly chosen: (cell: Cell) => string | undefined;
  readonly cellOf: (head: string | null) => Cell | null;
}

type Data = Pick<CompositionData, "head" | "senders" | "receivers">;

/** `scores` row-major as they came. */
export function gridOf(data: Data, scores: Float32Array): CompositionGrid {
  return data.head === "" ? ofPairs(data, scores) : ofOne(data, scores);
}

function ofPairs({ senders, receivers }: Data, values: Float32Array): CompositionGrid {
  return {
    values,
    progress: progressOf(values),
    rowLabels: senders,
    colLabels: receivers,
    nameOf: ({ row, col }) => `${senders[row]} → ${receivers[col]}`,
    chosen: ({ col }) => receivers[col],
    cellOf: () => null,
  };
}

function ofOne({ head, senders, receivers }: Data, scores: Float32Array): CompositionGrid {
  const cols = receivers.length;
  const rows = senders.map((_, i) => scores.subarray(i * cols, (i + 1) * cols)).reverse();
  const values = Float32Array.from(rows.flatMap((row) => [...row]));
  const layers = senders.map((label) => Number(label.replace(/\D/g, ""))).reverse();
  const named = ({ row, col }: Cell) => `L${layers[row]}H${col}`;
  const own = layerOf(head);
  return {
    values,
    progress: progressOf(values),
    rowLabels: layers.map((layer) => `L${layer}`),
    colLabels: receivers.map((label) => label.replace("H", "")),
    nameOf: (cell) => {
      const earlier = (layers[cell.row] ?? 0) < own;
      return earlier ? `${named(cell)} → ${head}` : `${head} → ${named(cell)}`;
    },
    chosen: (cell) => (layers[cell.row] === own ? undefined : named(cell)),
    cellOf: (selected) => {
      const row = selected === null ? -1 : layers.indexOf(layerOf(selected));
      return row < 0 || selected === null ? null : { row, col: Number(/H(\d+)$/.exec(selected)?.[1] ?? 0) };
    },
  };
}

function layerOf(head: string): number {
  return Number(/^L(\d+)/.exec(head)?.[1] ?? Number.NaN);
}

function progressOf(values: Float32Array): Uint8Array {
  return Uint8Array.from(values, (value) => (Number.isNaN(value) ? Progress.none : Progress.there));
}
