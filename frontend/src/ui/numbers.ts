// Numbers as a person reads them; elements carry the full precision beside.

/** Three decimals at most, a true minus. */
export function short(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 1 : 2;
  return (size !== 0 && size < 0.005 ? value.toExponential(1) : value.toFixed(digits)).replaceAll("-", "−");
}

/** The same with its sign. */
export function signed(value: number): string {
  return value > 0 ? `+${short(value)}` : short(value);
}

/** Two numbers and how much the first is more: rounded as it is wherever else it stands, with so many digits that the two
 * numbers hardly ever tell another difference. */
export interface Contrasted {
  readonly first: string;
  readonly second: string;
  readonly change: string;
  readonly sign: "+" | "-" | "0";
}

/** `+8.645`, `+8.620` and `+0.025`, but `+8.64`, `+6.20` and `+2.44`. */
export function contrasted(first: number, second: number): Contrasted {
  const tiny = [first, second].some((value) => value !== 0 && Math.abs(value) < 0.005);
  if (tiny) return { first: signed(first), second: signed(second), ...changed(first - second, signed) };
  const large = Math.max(Math.abs(first), Math.abs(second)) >= 100;
  const close = Math.abs(first - second) < SMALL && first.toFixed(3) !== second.toFixed(3);
  const usual = close ? 3 : large ? 1 : 2;
  const digits = close || agree(first, second, usual) ? usual : usual + 1;
  const said = (value: number) => `${value > 0 ? "+" : ""}${value.toFixed(digits)}`.replace("-", "−");
  return {
    first: said(first),
    second: said(second),
    ...changed(Number((first - second).toFixed(digits)), said),
  };
}

/** Whether two rounded numbers have the difference that the numbers themselves have, rounded. */
function agree(first: number, second: number, digits: number): boolean {
  const shown = Number(first.toFixed(digits)) - Number(second.toFixed(digits));
  return shown.toFixed(digits) === (first - second).toFixed(digits);
}

/** A difference below which two decimals say too little. */
const SMALL = 0.1;

function changed(change: number, said: (value: number) => string): Pick<Contrasted, "change" | "sign"> {
  if (change === 0) return { change: "±0", sign: "0" };
  return { change: said(change), sign: change > 0 ? "+" : "-" };
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
