import type { CSSProperties } from "react";
import { TILE } from "./layout/metrics";
import type { Box, Rect } from "./layout/types";
import type { MapAction } from "./props";

interface TileActionsProps {
  box: Box;
  actions: readonly MapAction[];
  /** The zoom at which they came: near a tile they keep their size. */
  k: number;
  onAction: (component: string, key: string) => void;
}

const SIDE = 16;
const DIGIT = 6.4;

/**
 * The small buttons of the tile under the pointer. They stand on the tile's own label, so that they cover
 * neither its middle nor a neighbour; a head's number is repeated beside them.
 */
export function TileActions({ box, actions, k, onAction }: TileActionsProps) {
  const { shown, number, place, origin } = arranged(box, actions);
  if (shown.length === 0) return null;
  const { x, y, w, h } = place;
  return (
    <div
      className="tf-map-actions"
      style={{
        left: x,
        top: y,
        width: w,
        height: h,
        ...nearer(k, origin),
      }}
    >
      {number !== null && <span aria-hidden="true">{number}</span>}
      {shown.map(({ key, label, glyph }) => (
        <button
          key={key}
          type="button"
          tabIndex={-1}
          title={key.length === 1 ? `${label} (${key.toUpperCase()})` : label}
          aria-label={`${label} ${box.component}`}
          onClick={() => onAction(box.component, key)}
        >
          {glyph}
        </button>
      ))}
    </div>
  );
}

/** Where the buttons of a component come. */
export function placeOfActions(box: Box, actions: readonly MapAction[]): Rect {
  return arranged(box, actions).place;
}

function arranged(box: Box, actions: readonly MapAction[]) {
  const head = box.kind === "head";
  const offered = actions.filter(({ targets }) => !targets || targets.includes(box.kind));
  const shown = head || box.kind === "mlp" ? fitting(offered, Math.floor(box.w / SIDE)) : [];
  const number = head && box.h > TILE ? box.label : null;
  const w = shown.length * SIDE + (number === null ? 0 : number.length * DIGIT + 4);
  const x = head ? box.x + (box.w - w) / 2 : box.x + box.w - w - 8;
  const y = head ? box.y + box.h - SIDE : box.y + 3;
  // Where they stay as they grow no more: over the name under a tile, or in their corner.
  const origin = number !== null ? "50% 50%" : head ? "50% 100%" : "100% 0";
  return { shown, number, place: { x, y, w, h: SIDE }, origin };
}

/** From a zoom on at which they are large enough, they grow no more. */
function nearer(k: number, transformOrigin: string): CSSProperties {
  if (k <= LARGE) return {};
  return { transform: `scale(${LARGE / k})`, transformOrigin };
}

const LARGE = 1.6;

/** As many as there is room for, those that must not be missing first of all. */
function fitting(offered: readonly MapAction[], room: number): MapAction[] {
  const must = offered.filter(({ always }) => always);
  const others = offered.filter(({ always }) => !always).slice(0, Math.max(0, room - must.length));
  return [...others, ...must];
}
