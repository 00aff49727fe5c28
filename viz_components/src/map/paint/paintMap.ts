import type { Pen } from "../../canvas/Pen";
import type { Size } from "../../canvas/useSize";
import { overlaps, visible } from "../camera";
import { detailAt } from "../detail";
import type { Box, BoxKind, Rect } from "../layout/types";
import type { Camera } from "../props";
import { paintBands } from "./paintBands";
import { CARD_RADIUS, paintCard } from "./paintCard";
import { paintEdges, paintHeld } from "./paintEdges";
import { paintHeads, tileRadius } from "./paintHead";
import { paintLens } from "./paintLens";
import { paintGroups, paintSought, paintVeil } from "./paintMarks";
import { paintMlp } from "./paintMlp";
import { paintGroup, paintPill, paintStream } from "./paintSmall";
import { paintSpine } from "./paintSpine";
import { paintBadges, paintRings, paintStates } from "./paintStates";
import type { Frame, Scene } from "./scene";

/** Draws what the camera sees of a scene. The context is scaled to CSS pixels. */
export function paintMap(context: Pen, scene: Scene, camera: Camera, pane: Size): void {
  const frame: Frame = {
    context,
    scene,
    k: camera.k,
    detail: detailAt(camera.k),
    view: visible(camera, pane),
  };
  context.clearRect(0, 0, pane.width, pane.height);
  context.save();
  context.translate(camera.x, camera.y);
  context.scale(camera.k, camera.k);
  paintSpine(frame);
  for (const card of scene.layout.frames) if (overlaps(frame.view, card)) paintCard(frame, card);
  const boxes = scene.layout.boxes.filter((box) => overlaps(frame.view, box));
  const heads = boxes.filter(({ kind }) => kind === "head");
  paintHeads(frame, heads);
  for (const box of boxes) BODIES[box.kind](frame, box);
  paintBands(frame);
  paintVeil(frame, boxes);
  paintGroups(frame, boxes);
  for (const box of boxes) paintOver(frame, box);
  paintSought(frame, boxes);
  paintHeld(frame, boxes);
  paintEdges(frame);
  paintLens(frame);
  context.restore();
}

const BODIES: Record<BoxKind, (frame: Frame, box: Box) => void> = {
  head: () => {},
  mlp: paintMlp,
  kv: unlessFar(paintGroup),
  norm: unlessFar(paintPill),
  resid: paintStreamAt,
  embed: paintPill,
  unembed: paintPill,
  attn: () => {},
};

/** A point of the stream: from afar only where it has a number. */
function paintStreamAt(frame: Frame, box: Box): void {
  const coloured = frame.scene.colourBy?.values[box.component] !== undefined;
  (coloured ? paintStream : unlessFar(paintStream))(frame, box);
}

/** Small things that only crowd the map when seen from afar. */
function unlessFar(paint: (frame: Frame, box: Box) => void) {
  return (frame: Frame, box: Box) => {
    if (frame.detail !== "layer" && frame.detail !== "glyph") paint(frame, box);
  };
}

function paintOver(frame: Frame, box: Box): void {
  if (isPlain(frame.scene, box.component)) return;
  const { rect, radius } = body(frame, box);
  // A point of the stream shows its states itself, beside the spine.
  if (box.kind !== "resid") paintStates(frame, box, rect, radius);
  if (box.kind !== "resid" && frame.scene.badges[box.component] !== undefined) remark(frame, rect);
  paintRings(frame, box, rect, radius);
  if (box.kind !== "resid") paintBadges(frame, box, rect);
}

/** Nothing is said of it and nobody points at it: so are nearly all of a thousand heads. */
function isPlain({ states, badges, selection, hovered, focused }: Scene, component: string): boolean {
  const said = (states[component]?.length ?? 0) > 0 || badges[component] !== undefined;
  return !said && !selection.has(component) && hovered !== component && focused !== component;
}

/** A dot where there is more to say in the tooltip. */
function remark({ context, scene, k }: Frame, { x, y }: Rect): void {
  context.beginPath();
  context.arc(x + 1, y + 1, Math.max(3, 2 / k), 0, 2 * Math.PI);
  context.fillStyle = scene.palette.amber;
  context.fill();
}

function body(frame: Frame, box: Box): { rect: Rect; radius: number } {
  switch (box.kind) {
    case "head":
      return { rect: box.picture, radius: tileRadius(frame) };
    case "attn":
      return {
        rect: frame.scene.layout.frames.find((card) => card.component === box.component) ?? box,
        radius: CARD_RADIUS,
      };
    case "mlp":
      return { rect: box, radius: CARD_RADIUS };
    case "kv":
      return { rect: box, radius: 3 };
    case "norm":
    case "resid":
      return { rect: box, radius: box.h / 2 };
    case "embed":
    case "unembed":
      return { rect: box, radius: 8 };
  }
}
