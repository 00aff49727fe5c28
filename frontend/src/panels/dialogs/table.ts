// Tables as text: cells between commas, tabs or bars. Pure.

/** The cells of a table in the form of RFC 4180: quoted where they hold what stands between cells, quotes or line
 * ends. Rows without any content are left out. */
export function cellsOf(text: string, between: "," | "\t" | "|" = ","): string[][] {
  const part = new RegExp(PARTS[between], "g");
  const rows: string[][] = [[]];
  for (const [, quoted, bare = "", end] of text.matchAll(part)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === "") break;
    if (end !== between) rows.push([]);
  }
  return rows.filter((cells) => cells.some((cell) => cell !== ""));
}

const PARTS = {
  ",": /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/,
  "\t": /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r?\n|$)/,
  "|": /(?:"((?:[^"]|"")*)"|([^|\r\n]*))(\||\r?\n|$)/,
} as const;
