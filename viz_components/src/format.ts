/** A probability as a percentage, everywhere alike: `61.0 %`, `0.42 %`, `< 0.01 %`. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value === 0) return "0 %";
  return value < LEAST ? `< ${LEAST} %` : `${value.toFixed(digitsOf(value))} %`;
}

/** `a − b` in points of a percent, as the two are shown beside it; nothing where it is smaller than what is shown. */
export function percentChange(a: number, b: number): string {
  if (Math.abs(a - b) * 100 < LEAST) return "";
  const shown = [a, b].map((probability) => {
    const value = probability * 100;
    return value < LEAST ? 0 : Number(value.toFixed(digitsOf(value)));
  });
  const [first = 0, second = 0] = shown;
  const change = Number((first - second).toFixed(2));
  return change === 0 ? "" : signed(change, digitsOf(Math.abs(change)));
}

const LEAST = 0.01;

function digitsOf(value: number): number {
  return value >= 0.95 ? 1 : 2;
}

/** A difference with its sign, a true minus, and three significant digits at most. */
export function signed(value: number, digits = 2): string {
  const rounded = Number(value.toFixed(digits));
  const sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "±";
  return `${sign}${Math.abs(rounded).toFixed(digits)}`;
}

/** A number with its sign, as bars and lists show it. */
export function signedCompact(value: number): string {
  return value > 0 ? `+${compact(value)}` : compact(value);
}

/** A change on a small tile: a few digits, `0` where there is nothing to be seen. */
export function tiny(value: number): string {
  if (Math.abs(value) < 0.005) return "0";
  return signed(value, Math.abs(value) < 9.995 ? 2 : 1);
}

/** A number for a tooltip: enough digits to tell neighbours apart, no more. */
export function compact(value: number): string {
  if (Number.isNaN(value)) return "no value";
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 100_000)) return value.toExponential(2).replaceAll("-", "−");
  return value.toFixed(size >= 100 ? 1 : 3).replace("-", "−");
}
