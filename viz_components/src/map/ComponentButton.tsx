import { memo } from "react";
import type { Box } from "./layout/types";

interface ComponentButtonProps {
  box: Box;
  name: string;
  title: string | undefined;
  state: string;
  selected: boolean;
  /** It is the one that Tab reaches. */
  stop: boolean;
}

/** What is focused, hit and read aloud where a component is drawn. It paints nothing itself. */
export const ComponentButton = memo(function ComponentButton(props: ComponentButtonProps) {
  const { box, name, title, state, selected, stop } = props;
  return (
    <button
      type="button"
      className="tf-map-component"
      data-component={box.component}
      data-state={state}
      data-kind={box.kind}
      aria-label={name}
      title={title}
      aria-pressed={selected}
      tabIndex={stop ? 0 : -1}
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    />
  );
});
