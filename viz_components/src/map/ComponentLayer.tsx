import { memo, useMemo } from "react";
import { percent } from "../format";
import { visibleText } from "../tokens/visibleText";
import { ComponentButton } from "./ComponentButton";
import type { Box, MapLayout } from "./layout/types";
import { accessibleName, stateIn } from "./names";
import type { LensReading, Partly } from "./props";

interface ComponentLayerProps {
  layout: MapLayout;
  names: ReadonlyMap<string, string>;
  states: Readonly<Record<string, readonly string[]>>;
  partly: Partly | undefined;
  badges: Readonly<Record<string, string>> | undefined;
  lens: readonly LensReading[] | undefined;
  selection: readonly string[];
  stop: string | null;
}

/** One focusable element a component, bottom to top. The map's single layer of them is moved as a whole. */
export const ComponentLayer = memo(function ComponentLayer(props: ComponentLayerProps) {
  const { layout, names, states, partly, badges, lens, selection, stop } = props;
  const readings = useMemo(
    () => new Map((lens ?? []).map((reading) => [reading.component, reading])),
    [lens],
  );
  const selected = useMemo(() => new Set(selection), [selection]);
  return layout.boxes.map((box) => {
    const words = states[box.component] ?? [];
    const where = partly?.[box.component];
    const remark = badges?.[box.component];
    const name = accessibleName(
      names.get(box.component) ?? box.component,
      words,
      [reading(readings.get(box.component)), remark].filter(Boolean).join(", ") || undefined,
      where,
    );
    return (
      <ComponentButton
        key={box.component}
        box={box}
        name={name}
        title={titleOf(box, where)}
        state={words.join(" ")}
        selected={selected.has(box.component)}
        stop={box.component === stop}
      />
    );
  });
});

/** What the picture alone does not tell: which point of the stream it is, and where a state holds. */
function titleOf({ kind, component }: Box, where: Readonly<Record<string, string>> = {}): string | undefined {
  const states = Object.entries(where).map(([state, at]) => stateIn(state, at));
  return [...(kind === "resid" ? [component] : []), ...states].join("\n") || undefined;
}

function reading(lens: LensReading | undefined): string | undefined {
  return lens && `reads ${visibleText(lens.token)} ${percent(lens.prob)}`;
}
