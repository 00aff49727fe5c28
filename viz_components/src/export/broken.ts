// A caption in lines that have room: as wide as the page's own font draws them.
import { measuring } from "../canvas/measuring";

/** Where there is no canvas to measure on, letters are taken for this wide: wider than most are. */
const LETTER = 5.6 / 10;

/** How wide a line is, in a font of this size. */
export function widthIn(family: string, size: number): (line: string) => number {
  const measure = measuring();
  if (!measure) return (line) => [...line].length * LETTER * size;
  return (line) => measure(`${size}px ${family}`, line);
}

/** What is said, shared out among as many lines as it needs; parted between its parts where that does. */
export function broken(said: string, fits: (line: string) => boolean): string[] {
  const lines: string[] = [];
  for (const part of said.split(" · ").flatMap((each) => pieces(each, fits))) {
    const last = lines.at(-1);
    const longer = last === undefined ? part : `${last} · ${part}`;
    if (last === undefined || !fits(longer)) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** What is longer than a line, in pieces: broken behind a word where there is one. */
function pieces(said: string, fits: (line: string) => boolean): string[] {
  if (said === "" || fits(said)) return said === "" ? [] : [said];
  const letters = [...said];
  const over = letters.findIndex((_, at) => !fits(letters.slice(0, at + 1).join("")));
  const most = Math.max(1, over);
  // Spaces of a prompt are shown as dots.
  const word = letters.slice(0, most).findLastIndex((letter) => letter === " " || letter === "·");
  const end = word > most / 2 ? word + 1 : most;
  return [letters.slice(0, end).join("").trimEnd(), ...pieces(letters.slice(end).join(""), fits)];
}
