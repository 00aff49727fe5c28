import { labelText } from "@trafolab/viz";

/** A state's name on the colour of its bars. */
export function Swatch({ side, name }: { side: "a" | "b"; name: string }) {
  return (
    <span className="swatch" data-side={side} title={name}>
      {shortName(name)}
    </span>
  );
}

/** A name as the narrow places of a comparison have room for it. */
export function shortName(name: string): string {
  return labelText(name, LONGEST);
}

const LONGEST = 18;
