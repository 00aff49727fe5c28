/** The value of largest magnitude in each run of so many; NaN counts for nothing. */
export function largestIn(values: Float32Array, stride: number): Float32Array {
  const found = new Float32Array(Math.ceil(values.length / Math.max(1, stride)));
  values.forEach((value, index) => {
    const cell = Math.floor(index / stride);
    if (Math.abs(value) > Math.abs(found[cell] ?? 0)) found[cell] = value;
  });
  return found;
}
