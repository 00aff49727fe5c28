import type { CSSProperties } from "react";
import { TILE } from "./layout/metrics";
import type { Box, BoxKind } from "./layout/types";
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
  if (box.kind !== "head" && box.kind !== "mlp") return null;
  const offered = actions.filter(({ targets }) => !targets || targets.includes(box.kind));
  const shown = fitting(offered, Math.floor(box.w / SIDE));
  const number = box.kind === "head" && box.h > TILE ? box.label : null;
  const width = shown.length * SIDE + (number === null ? 0 : number.length * DIGIT + 4);
  const left = box.kind === "head" ? box.x + (box.w - width) / 2 : box.x + box.w - width - 8;
  const top = box.kind === "head" ? box.y + box.h - SIDE : box.y + 3;
  return (
    <div className="tf-map-actions" style={{ left, top, width, height: SIDE, ...nearer(k, box.kind) }}>
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

/** From a zoom on at which they are large enough, they grow no more. */
function nearer(k: number, kind: BoxKind): CSSProperties {
  if (k <= LARGE) return {};
  return { transform: `scale(${LARGE / k})`, transformOrigin: kind === "head" ? "50% 100%" : "100% 0" };
}

const LARGE = 1.6;

/** As many as there is room for, those that must not be missing first of all. */
function fitting(offered: readonly MapAction[], room: number): MapAction[] {
  const must = offered.filter(({ always }) => always);
  const others = offered.filter(({ always }) => !always).slice(0, Math.max(0, room - must.length));
  return [...others, ...must];
}
