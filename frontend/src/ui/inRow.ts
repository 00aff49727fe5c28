/** Which pieces stand in a row, by their widths: the first ones that fit, and the kept one whatever comes before it. */
export function inRow(widths: readonly number[], room: number, kept: number | null = null): number[] {
  const first = fitting(widths, room);
  const width = kept === null ? undefined : widths[kept];
  if (kept === null || width === undefined || first.includes(kept)) return first;
  return [...fitting(widths, room - width), kept];
}

function fitting(widths: readonly number[], room: number): number[] {
  const found: number[] = [];
  let used = 0;
  for (const [at, width] of widths.entries()) {
    used += width;
    if (used > room) break;
    found.push(at);
  }
  return found;
}
