// What the map's colours and lines stand for, on the page and in its figure.
import type { ScaleKind } from "../scales";
import type { ArchitectureMapProps } from "./props";
import { reach } from "./useScene";

/** Up to `end`, from zero or from minus as much. */
export interface MapLegend {
  readonly label: string;
  readonly end: number;
  /** `width`: how wide a line is. */
  readonly scale: ScaleKind | "width";
  /** Of lines, not of tiles. */
  readonly lines: boolean;
}

type Shown = Pick<ArchitectureMapProps, "colourBy" | "edges">;

/** One for the colours of tiles, one for the lines over them. */
export function legendsOf({ colourBy, edges }: Shown): readonly MapLegend[] {
  const found: MapLegend[] = [];
  if (colourBy)
    found.push({
      label: colourBy.label,
      end: reach(colourBy),
      scale: colourBy.scale ?? "diverging",
      lines: false,
    });
  if (edges)
    found.push({
      label: `lines: ${edges.label}`,
      end: edges.reach,
      scale: edges.scale === "sequential" ? "width" : "diverging",
      lines: true,
    });
  return found;
}

/** Remarks on both. */
export function remarksOf({ colourBy, edges }: Shown): readonly string[] {
  const all = [colourBy?.remark, edges?.remark].filter((remark) => remark !== undefined);
  return [...new Set(all)];
}

const PADDING = 24;
const LEGEND = 18;
const REMARK = 17;

/** The height that they take at the foot of the pane, with their distance from it, in CSS pixels. */
export function footOf(shown: Shown): number {
  const [legends, remarks] = [legendsOf(shown).length, remarksOf(shown).length];
  return legends === 0 ? 0 : PADDING + LEGEND * legends + REMARK * remarks;
}
