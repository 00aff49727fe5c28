/** The attention of each of `n` tokens from or to the one in focus, read off a pattern that may be pooled. */
export function overlayWeights(
  {
    pattern,
    data: { size, stride },
  }: { readonly pattern: Float32Array; readonly data: { readonly size: number; readonly stride: number } },
  n: number,
  focus: number,
  direction: "from" | "to",
): Float32Array {
  const place = Math.floor(focus / stride);
  return Float32Array.from({ length: n }, (_, token) => {
    const other = Math.floor(token / stride);
    const cell = direction === "from" ? place * size + other : other * size + place;
    return pattern[cell] ?? 0;
  });
}
