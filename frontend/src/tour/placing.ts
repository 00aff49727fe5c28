// Where the tour's card stands: beside what it is about, within the window. Pure.

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Extent {
  readonly w: number;
  readonly h: number;
}

const GAP = 12;
const EDGE = 10;

/** The card's corner: at the side of the lit place that has room for it, else over its lower right part. */
export function placed(lit: Box | null, card: Extent, page: Extent): { x: number; y: number } {
  const corner = { x: page.w - card.w - EDGE, y: page.h - card.h - EDGE };
  if (lit === null) return corner;
  const beside = [
    { x: lit.x + lit.w + GAP, y: lit.y },
    { x: lit.x - card.w - GAP, y: lit.y },
    { x: lit.x, y: lit.y + lit.h + GAP },
    { x: lit.x, y: lit.y - card.h - GAP },
  ];
  const [first] = beside
    .map((at) => along(at, lit, card, page))
    .filter((at) => fits(at, card, page) && !covers(at, card, lit));
  return first ?? within({ x: lit.x + lit.w - card.w - GAP, y: lit.y + lit.h - card.h - GAP }, card, page);
}

/** Moved along the side it stands at until it is in the window. */
function along(at: { x: number; y: number }, lit: Box, card: Extent, page: Extent) {
  const inside = within(at, card, page);
  const atSide = at.x >= lit.x + lit.w || at.x + card.w <= lit.x;
  return atSide ? { x: at.x, y: inside.y } : { x: inside.x, y: at.y };
}

function within({ x, y }: { x: number; y: number }, card: Extent, page: Extent) {
  return {
    x: Math.max(EDGE, Math.min(page.w - card.w - EDGE, x)),
    y: Math.max(EDGE, Math.min(page.h - card.h - EDGE, y)),
  };
}

function fits({ x, y }: { x: number; y: number }, card: Extent, page: Extent): boolean {
  return x >= EDGE && y >= EDGE && x + card.w <= page.w - EDGE && y + card.h <= page.h - EDGE;
}

function covers({ x, y }: { x: number; y: number }, card: Extent, lit: Box): boolean {
  return x < lit.x + lit.w && lit.x < x + card.w && y < lit.y + lit.h && lit.y < y + card.h;
}
