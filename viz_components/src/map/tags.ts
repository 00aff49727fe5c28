// The names of groups on their members: where each stands, for what draws them and for what is clicked. Pure.
import type { Box, Rect } from "./layout/types";
import type { MapGroup } from "./props";

/** A group's name on one of its members, in world units. */
export interface Tag extends Rect {
  readonly group: string;
  /** As much of the name as there is room for. */
  readonly text: string;
}

const SIZE = 8.5;
const HEIGHT = 11;
const PADDING = 2.5;
/** Below it nobody could read a name, in CSS pixels. */
const READABLE = 6.5;
const LEAST = 12;

/** Tags grow with the zoom up to a size that is large enough. */
export function tagUnit(k: number): number {
  return 1 / Math.max(1, k / 1.3);
}

/** The font of tags, in world units. */
export function tagFont(k: number, family: string): string {
  return `600 ${SIZE * tagUnit(k)}px ${family}`;
}

/** The tags of a component side by side at its upper left, where no attention is: signs of states stand at the right, and
 * in a compact map the head's own name. `width`: of a text in their font. */
export function tagsOf(
  { kind, h, picture }: Box,
  groups: readonly string[],
  k: number,
  width: (text: string) => number,
): Tag[] {
  const unit = tagUnit(k);
  if (SIZE * unit * k < READABLE) return [];
  const end = picture.x + picture.w - (kind === "head" && h === picture.h ? 26 : 8) * unit;
  const tags: Tag[] = [];
  let x = picture.x + 2 * unit;
  for (const group of groups) {
    const room = end - x;
    if (tags.length > 0 && room < LEAST * unit) break;
    const text = fitting(width, group, room);
    const w = width(text) + 2 * PADDING * unit;
    tags.push({ group, text, x, y: picture.y + 2 * unit, w, h: HEIGHT * unit });
    x += w + 2 * unit;
  }
  return tags;
}

function fitting(width: (text: string) => number, text: string, room: number): string {
  if (width(text) <= room) return text;
  let end = text.length;
  while (end > 1 && width(`${text.slice(0, end)}…`) > room) end--;
  return `${text.slice(0, end)}…`;
}

/** The group whose tag is at a place, in world units. */
export function tagAt(tags: readonly Tag[], [px, py]: readonly [number, number]): string | null {
  const hit = tags.find(({ x, y, w, h }) => px >= x && px <= x + w && py >= y && py <= y + h);
  return hit?.group ?? null;
}

/** The names of the groups that each component belongs to. */
export function groupsByMember(groups: readonly MapGroup[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name, members } of groups)
    for (const member of members) found.set(member, [...(found.get(member) ?? []), name]);
  return found;
}
