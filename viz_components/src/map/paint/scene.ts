import type { Pen } from "../../canvas/Pen";
import type { Palette } from "../../canvas/palette";
import type { ScaleKind } from "../../scales";
import type { Theme } from "../../theme/useTheme";
import type { Detail } from "../detail";
import type { Line } from "../edges";
import type { MapLayout, Rect } from "../layout/types";
import type { LensReading, MapColouring, Partly } from "../props";
import type { Atlas } from "./atlas";
import type { Strips } from "./strips";

/** Everything that the map's picture depends on, but the camera. */
export interface Scene {
  layout: MapLayout;
  states: Readonly<Record<string, readonly string[]>>;
  partly: Partly;
  badges: Readonly<Record<string, string>>;
  captions: Readonly<Record<string, string>>;
  atlas: Atlas | null;
  tokens: readonly string[];
  strips: Strips | null;
  lens: readonly LensReading[];
  colourBy: MapColouring | null;
  /** Largest magnitude among those numbers: the end of their scale. */
  reach: number;
  /** The strongest of each layer's numbers, by the name of its attention or MLP. */
  bands: ReadonlyMap<string, number>;
  faded: ReadonlySet<string>;
  /** The names of the groups that a component belongs to. */
  groups: ReadonlyMap<string, readonly string[]>;
  sought: ReadonlySet<string>;
  /** Edges, the weakest first, with what they lead from and to. */
  lines: readonly Line[];
  ends: ReadonlySet<string>;
  edgeReach: number;
  edgeScale: ScaleKind;
  pointedEdge: string | null;
  heldOnPath: ReadonlySet<string>;
  selection: ReadonlySet<string>;
  hovered: string | null;
  focused: string | null;
  theme: Theme;
  palette: Palette;
}

/** What a painter needs to know of the moment: the scene, the zoom, what is in view. */
export interface Frame {
  context: Pen;
  scene: Scene;
  k: number;
  detail: Detail;
  view: Rect;
}
