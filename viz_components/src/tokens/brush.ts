// Which tokens a brush covers: positions in order, each once.

export type Brush = readonly number[];

/** All positions from one to the other. */
export function span(from: number, to: number): number[] {
  const first = Math.min(from, to);
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => first + i);
}

/** The brush with more positions. */
export function joined(brush: Brush, more: Brush): number[] {
  return [...new Set([...brush, ...more])].toSorted((a, b) => a - b);
}

/** The brush with a position that it lacked, or without one that it had. */
export function toggledAt(brush: Brush, position: number): number[] {
  return brush.includes(position) ? brush.filter((other) => other !== position) : joined(brush, [position]);
}
