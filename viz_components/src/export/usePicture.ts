import { type RefObject, useCallback, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { svgOf, type Words } from "./svgOf";

/** What is shown now as SVG, with words around it. */
export type Figure = (words: Words) => string;

export interface Picture {
  readonly body: RefObject<HTMLDivElement | null>;
  /** Whether it is being taken: what is shown then shows nothing that is pointed at. */
  readonly posing: boolean;
  readonly figure: Figure;
}

/** A picture of an element, taken while nothing in it is pointed at. */
export function usePicture(): Picture {
  const body = useRef<HTMLDivElement>(null);
  const [posing, pose] = useState(false);
  const figure = useCallback((words: Words) => {
    flushSync(() => pose(true));
    try {
      if (!body.current) throw new Error("The view is not on the screen.");
      return svgOf(body.current, words);
    } finally {
      flushSync(() => pose(false));
    }
  }, []);
  return { body, posing, figure };
}
