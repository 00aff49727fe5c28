// Numbers as a person reads them; elements carry the full precision beside.

/** Three decimals at most, a true minus. */
export function short(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 1 : 2;
  return (size !== 0 && size < 0.005 ? value.toExponential(1) : value.toFixed(digits)).replace("-", "−");
}

/** The same with its sign. */
export function signed(value: number): string {
  return value > 0 ? `+${short(value)}` : short(value);
}

/** `1,234,567`. */
export function grouped(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 prompt`, `1,200 prompts`. */
export function counted(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/** A time of day. */
export function clock(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}
