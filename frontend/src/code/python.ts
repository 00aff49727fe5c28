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

/** JSON's escapes are Python's too, but for the surrogate pairs that Python would read as two characters. */
function text(value: string): string {
  return JSON.stringify(value);
}

function dictionary(value: object): string {
  const entries = Object.entries(value).map(([key, item]) => `${text(key)}: ${python(item)}`);
  return `{${entries.join(", ")}}`;
}

/** A call with positional and keyword arguments; undefined keywords are left out. */
export function call(
  name: string,
  args: readonly unknown[],
  keywords: Readonly<Record<string, unknown>> = {},
): string {
  const named = Object.entries(keywords)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${python(value)}`);
  return `${name}(${[...args.map(python), ...named].join(", ")})`;
}
