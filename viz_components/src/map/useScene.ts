import { type RefObject, useMemo } from "react";
import { type Palette, readPalette } from "../canvas/palette";
import { type Theme, useTheme } from "../theme/useTheme";
import { bandsOf } from "./bands";
import type { Line } from "./edges";
import type { MapLayout } from "./layout/types";
import { makeAtlas } from "./paint/atlas";
import type { Scene } from "./paint/scene";
import { makeStrips } from "./paint/strips";
import type { ArchitectureMapProps, MapColouring } from "./props";
import { groupsByMember } from "./tags";

const NONE: readonly never[] = [];
const NOTHING = {};
const NOBODY: ReadonlySet<string> = new Set();

/** Gathers what the painters need; null until the canvas stands in the page and its colours can be read. */
export function useScene(
  props: ArchitectureMapProps,
  layout: MapLayout,
  lines: readonly Line[],
  focused: string | null,
  canvas: RefObject<HTMLCanvasElement | null>,
  ready: boolean,
): Scene | null {
  const { componentStates: states, patterns, mlps, selection, hovered } = props;
  const { partly = NOTHING, badges = NOTHING, captions = NOTHING, tokens = NONE, lens = NONE } = props;
  const { colourBy = null, pointedEdge = null, faded = NOBODY, sought = NOBODY } = props;
  const theme = useTheme();
  const palette = usePalette(canvas, theme, ready);
  const atlas = useMemo(() => (patterns ? makeAtlas(patterns, theme) : null), [patterns, theme]);
  const strips = useMemo(() => (mlps ? makeStrips(mlps, theme) : null), [mlps, theme]);
  const selected = useMemo(() => new Set(selection), [selection]);
  const end = useMemo(() => reach(colourBy), [colourBy]);
  const bands = useMemo(() => bandsOf(layout, colourBy), [layout, colourBy]);
  const groups = useMemo(() => groupsByMember(props.groups ?? NONE), [props.groups]);
  const drawn = useMemo(() => edgesIn(lines, props.edges), [lines, props.edges]);
  return useMemo(() => {
    const data = {
      layout,
      states,
      partly,
      badges,
      captions,
      atlas,
      tokens,
      strips,
      lens,
      colourBy,
      reach: end,
      bands,
      faded,
      groups,
      sought,
      ...drawn,
      pointedEdge,
    };
    return palette && { ...data, selection: selected, hovered, focused, theme, palette };
  }, [
    layout,
    states,
    partly,
    badges,
    captions,
    atlas,
    tokens,
    strips,
    lens,
    colourBy,
    end,
    bands,
    faded,
    groups,
    sought,
    drawn,
    pointedEdge,
    selected,
    hovered,
    focused,
    theme,
    palette,
  ]);
}

function edgesIn(lines: readonly Line[], given: ArchitectureMapProps["edges"]) {
  return {
    lines,
    ends: new Set(lines.flatMap(({ edge }) => [edge.sender, edge.receiver])),
    edgeReach: given?.reach || 1,
    edgeScale: given?.scale ?? ("diverging" as const),
    heldOnPath: new Set(given?.held ?? []),
  };
}

function usePalette(
  canvas: RefObject<HTMLCanvasElement | null>,
  theme: Theme,
  ready: boolean,
): Palette | null {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the element's style resolves to
  return useMemo(
    () => (ready && canvas.current ? readPalette(canvas.current) : null),
    [canvas, theme, ready],
  );
}

/** Largest magnitude of the numbers, the end of their diverging scale. */
export function reach(colouring: MapColouring | null | undefined): number {
  const sizes = Object.values(colouring?.values ?? {}).map(Math.abs);
  return sizes.reduce((most, size) => Math.max(most, size), colouring?.least ?? 0) || 1;
}
