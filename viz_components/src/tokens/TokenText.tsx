import { visibleParts, visibleText } from "./visibleText";

export interface TokenTextProps {
  text: string;
}

const LONGEST = 40;

/** A token's text with its whitespace made visible; a long one is clipped and whole in its title. */
export function TokenText({ text }: TokenTextProps) {
  if (text === "") return <span className="tf-token-text tf-ws">∅</span>;
  const clipped = [...text].slice(0, LONGEST).join("");
  const long = clipped.length < text.length;
  return (
    <span className="tf-token-text" title={long ? visibleText(text) : undefined}>
      {visibleParts(clipped).map((part, index) =>
        part.space ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text have no other identity
          <span key={index} className="tf-ws">
            {part.text}
          </span>
        ) : (
          part.text
        ),
      )}
      {long && <span className="tf-ws">…</span>}
    </span>
  );
}
