// SVG as text, element by element.

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element; `content` is SVG already. Attributes without a value are left out. */
export function element(name: string, attributes: Attributes, content = ""): string {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${escaped(typeof value === "number" ? rounded(value) : String(value))}"`,
    );
  return content === "" ? `<${name}${said.join("")}/>` : `<${name}${said.join("")}>${content}</${name}>`;
}

/** Text as XML has it, without what XML has no form for. */
export function escaped(text: string): string {
  return text.replace(UNSPEAKABLE, "").replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// biome-ignore lint/suspicious/noControlCharactersInRegex: tokens may hold them
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}
