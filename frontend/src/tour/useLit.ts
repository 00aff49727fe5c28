import { useEffect, useState } from "react";
import type { Box } from "./placing";

const AGAIN_MS = 250;

/** Where an element stands on the page, as long as the tour lights it; null while it is not there. */
export function useLit(selector: string | null): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    const look = () => setBox((before) => same(before, boxOf(selector)));
    look();
    // Panes open and maps move while one reads.
    const timer = setInterval(look, AGAIN_MS);
    window.addEventListener("resize", look);
    return () => {
      clearInterval(timer);
      window.removeEventListener("resize", look);
    };
  }, [selector]);
  return box;
}

function boxOf(selector: string | null): Box | null {
  const rect = selector ? document.querySelector(selector)?.getBoundingClientRect() : undefined;
  return rect && rect.width > 0 ? { x: rect.x, y: rect.y, w: rect.width, h: rect.height } : null;
}

function same(before: Box | null, now: Box | null): Box | null {
  const still =
    before && now && before.x === now.x && before.y === now.y && before.w === now.w && before.h === now.h;
  return still ? before : now;
}
