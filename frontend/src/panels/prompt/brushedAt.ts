/** The brush with a position that it lacked, or without one that it had; in order. */
export function brushedAt(brush: readonly number[], position: number): number[] {
  if (brush.includes(position)) return brush.filter((other) => other !== position);
  return [...brush, position].toSorted((a, b) => a - b);
}
