// What a person says of components: which belong together, which are looked for, which step back.
import type { Box, BoxKind } from "../layout/types";
import { tagFont, tagsOf, tagUnit } from "../tags";
import type { Frame } from "./scene";
import { grown, rounded } from "./shapes";

const FADED: ReadonlySet<BoxKind> = new Set(["head", "mlp", "norm", "embed", "unembed", "kv"]);

/** How round those are that are no pictures. */
const ROUND: Partial<Record<BoxKind, number>> = { norm: 99, embed: 8, unembed: 8 };

/** What takes no part steps back, so that the lines over it can be followed, and what a filter chose is seen. */
export function paintVeil(frame: Frame, boxes: readonly Box[]): void {
  const { context, scene } = frame;
  const { lines, ends, faded, colourBy } = scene;
  if (lines.length === 0 && faded.size === 0) return;
  context.save();
  context.globalAlpha = faded.size > 0 ? 0.8 : 0.66;
  context.fillStyle = scene.palette.panel;
  // One path for all of them: a thousand fills would cost more than the picture.
  context.beginPath();
  for (const { kind, component, picture } of boxes) {
    const aside =
      colourBy === null && lines.length > 0 && (kind === "head" || kind === "mlp") && !ends.has(component);
    if (!aside && !(FADED.has(kind) && faded.has(component))) continue;
    const { x, y, w, h } = grown(picture, 1);
    context.roundRect(x, y, w, h, Math.min(ROUND[kind] ?? 2, h / 2));
  }
  context.fill();
  context.restore();
}

/** A thin outline around the members of each group, with its name where there is room. */
export function paintGroups(frame: Frame, boxes: readonly Box[]): void {
  const { context, scene, k } = frame;
  if (scene.groups.size === 0) return;
  context.save();
  context.strokeStyle = scene.palette.accent;
  context.lineWidth = Math.max(0.9, 1 / k) / Math.max(1, k);
  for (const box of boxes) {
    const names = scene.groups.get(box.component);
    if (names === undefined) continue;
    names.forEach((_, ring) => {
      rounded(context, grown(box.picture, (1.5 + 2.2 * ring) / Math.max(1, k)), 7);
      context.stroke();
    });
    paintTags(frame, box, names);
  }
  context.restore();
}

/** The groups' names, where they can be clicked. */
function paintTags({ context, scene, k }: Frame, box: Box, names: readonly string[]): void {
  const unit = tagUnit(k);
  context.font = tagFont(k, scene.palette.font);
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const { text, ...body } of tagsOf(box, names, k, (words) => context.measureText(words).width)) {
    rounded(context, body, 3 * unit);
    context.fillStyle = scene.palette["accent-soft"];
    context.fill();
    context.fillStyle = scene.palette.accent;
    context.fillText(text, body.x + 2.5 * unit, body.y + body.h / 2 + 0.4 * unit);
  }
}

/** Rings around what is looked for while its name is typed. */
export function paintSought(frame: Frame, boxes: readonly Box[]): void {
  const { context, scene, k } = frame;
  if (scene.sought.size === 0) return;
  context.save();
  context.strokeStyle = scene.palette.amber;
  context.lineWidth = 2.5 / k;
  for (const { component, kind, x, y, w, h, picture } of boxes) {
    if (!scene.sought.has(component)) continue;
    rounded(context, grown(kind === "head" ? picture : { x, y, w, h }, 2 / k), 7);
    context.stroke();
  }
  context.restore();
}
