import type { Attention, Mlp } from "../../protocol/gen";
import { addBox, type Draft } from "./draft";
import { type HeadGrid, headGrid } from "./headGrid";
import { type Density, TILE } from "./metrics";
import type { Frame, Point, Rect } from "./types";

/** Rows of components that the arrow keys walk, bottom to top. */
export interface Card {
  frame: Frame;
  rows: string[][];
}

/** Draws an attention layer whose card ends at `bottom`: heads in rows, key-value groups under them. */
export function attentionCard(
  draft: Draft,
  attention: Attention,
  layer: number,
  at: Corner,
  air: Density,
): Card {
  const { component } = attention;
  const grid = headGrid(attention.n_heads, attention.n_key_value_heads, air.heads, air.label);
  const h = air.header + grid.height + (air.header ? 3 : 2 * air.pad);
  const w = Math.max(130, air.aside + grid.width + air.pad * 2);
  const rect = { x: at.x, y: at.bottom - h, w, h };
  const title = `Attention ${layer}`;
  const header = air.aside > 0 ? { ...rect, w: air.aside } : { ...rect, h: air.header };
  addBox(draft, { component, kind: "attn", layer, label: title }, header);
  addHeads(draft, grid, layer, { x: rect.x + air.aside + air.pad, y: rect.y + (air.header || air.pad) });
  const heads = grid.rows.map((row) => row.map((head) => `L${layer}H${head}`)).reverse();
  const groups = grid.groups.map(({ group }) => `L${layer}KV${group}`);
  return {
    frame: { ...rect, component, layer, title, note: headsNote(attention), aside: air.aside },
    rows: groups.length > 0 ? [groups, ...heads] : heads,
  };
}

function addHeads(draft: Draft, grid: HeadGrid, layer: number, origin: Point): void {
  for (const { head, x, y, w, h } of grid.tiles) {
    const rect = { x: x + origin.x, y: y + origin.y, w, h };
    const named = { component: `L${layer}H${head}`, kind: "head", layer, label: `${layer}.${head}` } as const;
    addBox(draft, named, rect, { ...rect, h: TILE });
  }
  for (const { group, x, y, w, h } of grid.groups) {
    const named = { component: `L${layer}KV${group}`, kind: "kv", layer, label: `kv ${group}` } as const;
    addBox(draft, named, { x: x + origin.x, y: y + origin.y, w, h });
  }
}

/** Draws an MLP whose card ends at `bottom`. */
export function mlpCard(
  draft: Draft,
  mlp: Mlp,
  layer: number,
  at: Corner & { w: number },
  air: Density,
): Card {
  const { component } = mlp;
  const rect = { x: at.x, y: at.bottom - air.mlpHeight, w: at.w, h: air.mlpHeight };
  const title = `MLP ${layer}`;
  addBox(draft, { component, kind: "mlp", layer, label: title }, rect, neurons(rect, air));
  return {
    frame: { ...rect, component, layer, title, note: neuronsNote(mlp), aside: air.aside },
    rows: [[component]],
  };
}

function neurons({ x, y, w, h }: Rect, { aside, header }: Density): Rect {
  return aside > 0
    ? { x: x + aside + 7, y: y + 4, w: w - aside - 12, h: h - 8 }
    : { x: x + 10, y: y + header + 3, w: w - 20, h: h - header - 12 };
}

/** A card's lower left corner. */
interface Corner {
  x: number;
  bottom: number;
}

function headsNote({ n_heads, n_key_value_heads }: Attention): string {
  const heads = `${n_heads} ${n_heads === 1 ? "head" : "heads"}`;
  return n_key_value_heads < n_heads ? `${heads}, ${n_key_value_heads} key-value` : heads;
}

function neuronsNote({ n_neurons, n_experts, gated }: Mlp): string {
  const neurons = `${n_neurons.toLocaleString("en")} neurons`;
  if (n_experts !== null) return `${n_experts} experts × ${neurons}`;
  return gated ? `${neurons}, gated` : neurons;
}
