import { memo, useMemo } from "react";
import { compact, percent } from "../format";
import { visibleText } from "../tokens/visibleText";
import { ComponentButton } from "./ComponentButton";
import type { Box, MapLayout } from "./layout/types";
import { accessibleName, stateIn } from "./names";
import type { LensReading, MapColouring, MapGroup, Partly } from "./props";
import { groupsByMember } from "./tags";

interface ComponentLayerProps {
  layout: MapLayout;
  names: ReadonlyMap<string, string>;
  states: Readonly<Record<string, readonly string[]>>;
  partly: Partly | undefined;
  badges: Readonly<Record<string, string>> | undefined;
  lens: readonly LensReading[] | undefined;
  colourBy: MapColouring | undefined;
  groups: readonly MapGroup[] | undefined;
  selection: readonly string[];
  stop: string | null;
}

/** One focusable element a component, bottom to top. The map's single layer of them is moved as a whole. */
export const ComponentLayer = memo(function ComponentLayer(props: ComponentLayerProps) {
  const { layout, names, states, partly, badges, lens, colourBy, groups, selection, stop } = props;
  const readings = useMemo(
    () => new Map((lens ?? []).map((reading) => [reading.component, reading])),
    [lens],
  );
  const selected = useMemo(() => new Set(selection), [selection]);
  const belonging = useMemo(() => groupsByMember(groups ?? []), [groups]);
  return layout.boxes.map((box) => {
    const words = states[box.component] ?? [];
    const where = partly?.[box.component];
    const remark = badges?.[box.component];
    const number = numberOf(colourBy, box.component);
    const group = groupsSaid(belonging.get(box.component));
    const name = accessibleName(
      names.get(box.component) ?? box.component,
      words,
      [group, number, reading(readings.get(box.component)), remark].filter(Boolean).join(", ") || undefined,
      where,
    );
    return (
      <ComponentButton
        key={box.component}
        box={box}
        name={name}
        title={titleOf(box, where, number, group)}
        state={words.join(" ")}
        selected={selected.has(box.component)}
        stop={box.component === stop}
      />
    );
  });
});

/** What the picture alone does not tell: which point of the stream it is, where a state holds, and the number behind a
 * colour, which has no room where a map is seen from afar. */
function titleOf(
  { kind, component }: Box,
  where: Readonly<Record<string, string>> = {},
  number: string | undefined,
  group: string | undefined,
): string | undefined {
  const states = Object.entries(where).map(([state, at]) => stateIn(state, at));
  const named = kind === "resid" || number !== undefined ? component : undefined;
  return [named, number, group, ...states].filter(Boolean).join("\n") || undefined;
}

function groupsSaid(names: readonly string[] | undefined): string | undefined {
  return names && `in the group${names.length > 1 ? "s" : ""} ${names.join(", ")}`;
}

function numberOf(colouring: MapColouring | undefined, component: string): string | undefined {
  const value = colouring?.values[component];
  return value === undefined || Number.isNaN(value) ? undefined : `${colouring?.label} ${compact(value)}`;
}

function reading(lens: LensReading | undefined): string | undefined {
  return lens && `reads ${visibleText(lens.token)} ${percent(lens.prob)}`;
}
