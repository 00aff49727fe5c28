/** A probability as a percentage with the digits that matter: `61 %`, `0.4 %`, `< 0.01 %`. */
export function percent(probability: number, digits = 0): string {
  const value = probability * 100;
  if (value === 0) return "0 %";
  if (value < 0.01) return "< 0.01 %";
  const needed = value >= 9.95 ? 0 : value >= 0.95 ? 1 : 2;
  return `${value.toFixed(Math.max(digits, needed))} %`;
}

/** A difference with its sign, a true minus, and three significant digits at most. */
export function signed(value: number, digits = 2): string {
  const rounded = Number(value.toFixed(digits));
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "±";
  return `${sign}${Math.abs(rounded).toFixed(digits)}`;
}

/** A number for a tooltip: enough digits to tell neighbours apart, no more. */
export function compact(value: number): string {
  if (Number.isNaN(value)) return "no value";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 100_000)) return value.toExponential(2).replaceAll("-", "−");
  return value.toFixed(size >= 100 ? 1 : 3).replace("-", "−");
}
