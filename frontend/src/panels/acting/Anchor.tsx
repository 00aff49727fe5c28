import type { ComponentProps } from "react";
import type { Point } from "../../store/page";

/** A point of the page for something to open at. Radix gives it the attributes of a button. */
export function Anchor({ at, ...rest }: ComponentProps<"button"> & { readonly at: Point }) {
  return (
    <button
      {...rest}
      type="button"
      className="anchor"
      aria-hidden="true"
      tabIndex={-1}
      style={{ left: at.x, top: at.y }}
    />
  );
}
