import type { Pen } from "../../canvas/Pen";
import type { Size } from "../../canvas/useSize";
import type { Small } from "../smallMap";
import { bandColour } from "./paintBands";
import type { Scene } from "./scene";

/** The whole map in a few pixels: its cards, their numbers, what is selected and what is done to it. */
export function paintSmallMap(pen: Pen, scene: Scene, { width, height, scale }: Small & Size): void {
  const { layout, palette } = scene;
  pen.clearRect(0, 0, width, height);
  pen.fillStyle = palette.spine;
  pen.fillRect(
    layout.spine.x * scale - 0.5,
    layout.spine.top * scale,
    1,
    (layout.spine.bottom - layout.spine.top) * scale,
  );
  for (const card of layout.frames) {
    pen.fillStyle = bandColour(scene, card) ?? palette["line-strong"];
    pen.fillRect(card.x * scale, card.y * scale, card.w * scale, Math.max(1, card.h * scale));
  }
  for (const { component, x, y, w, h } of layout.boxes) {
    const done = (scene.states[component]?.length ?? 0) > 0;
    if (!done && !scene.selection.has(component)) continue;
    pen.fillStyle = done ? palette.amber : palette.accent;
    pen.fillRect(x * scale - 0.5, y * scale - 0.5, Math.max(2.5, w * scale), Math.max(2.5, h * scale));
  }
}
