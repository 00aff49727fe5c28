// Values as Python literals. Only what actions contain: text, numbers, truth, nothing, lists of these.

/** `value` as Python source. */
export function python(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (typeof value === "object") return dictionary(value);
  throw new TypeError(`no Python literal for ${typeof value}`);
}

/** As Python's `repr` has it, but in double quotes where those need no escapes: the kernel writes it so too. */
function text(value: string): string {
  const literal = repr(value);
  return literal === `'${value}'` && !value.includes('"') ? `"${value}"` : literal;
}

function repr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  return `${quote}${Array.from(value, (character) => escaped(character, quote)).join("")}${quote}`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
// What Python's `isprintable` refuses; a space is printable.
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function escaped(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  if (character === " " || !UNPRINTABLE.test(character)) return character;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}

function dictionary(value: object): string {
  const entries = Object.entries(value).map(([key, item]) => `${text(key)}: ${python(item)}`);
  return `{${entries.join(", ")}}`;
}

/** A number as Python's `:g` writes it: six digits that count, an exponent where it is far from 1. */
export function general(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [digits = "", exponent = "0"] = value.toExponential(5).split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return trimmed(value.toFixed(5 - power));
  return `${trimmed(digits)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

function trimmed(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/, "") : digits;
}

/** Keyword arguments; those without a value are left out. */
export function keywords(values: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${python(value)}`);
}

/** A call with positional and keyword arguments; undefined keywords are left out. */
export function call(
  name: string,
  args: readonly unknown[],
  named: Readonly<Record<string, unknown>> = {},
): string {
  return `${name}(${[...args.map(python), ...keywords(named)].join(", ")})`;
}
