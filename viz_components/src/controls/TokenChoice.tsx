import { useState } from "react";
import { percent } from "../format";
import type { OfferedToken } from "../protocol/gen";
import { visibleText } from "../tokens/visibleText";

interface Named {
  readonly id: number;
  readonly text: string;
}

export interface TokenChoiceProps {
  readonly label: string;
  /** What is chosen; null for none. */
  readonly chosen: Named | null;
  readonly offered: readonly OfferedToken[];
  /** What it is called to choose none; absent where one has to be. */
  readonly none?: string | undefined;
  /** A token by its id, or as it was typed. */
  readonly onChange: (token: number | string | null) => void;
}

/** A token of the vocabulary: one of the likely ones, or any by its text. */
export function TokenChoice({ label, chosen, offered, none, onChange }: TokenChoiceProps) {
  const [typing, setTyping] = useState(false);
  if (typing)
    return (
      <TypedToken
        label={label}
        byId={offered.length > 0 && offered.every(({ id, token }) => token === String(id))}
        onDone={(token) => {
          setTyping(false);
          if (token !== null) onChange(token);
        }}
      />
    );
  return (
    <label className="tf-choice tf-token-choice">
      {label}
      <select
        value={chosen?.id ?? NONE}
        onChange={({ target: { value } }) => {
          if (value === TYPED) setTyping(true);
          else onChange(value === NONE ? null : Number(value));
        }}
      >
        {(none !== undefined || !chosen) && <option value={NONE}>{none ?? "none"}</option>}
        {chosen && !offered.some(({ id }) => id === chosen.id) && (
          <option value={chosen.id}>{visibleText(chosen.text, LONGEST)}</option>
        )}
        {offered.map(({ id, token, prob }) => (
          <option key={id} value={id}>
            {`${visibleText(token, LONGEST)}  ${percent(prob)}`}
          </option>
        ))}
        <option value={TYPED}>another …</option>
      </select>
    </label>
  );
}

const NONE = "none";
const TYPED = "typed";
const LONGEST = 16;

interface TypedTokenProps {
  readonly label: string;
  /** Tokens have numbers for names: what is typed is an id. */
  readonly byId: boolean;
  /** Null where nothing was chosen. */
  readonly onDone: (token: number | string | null) => void;
}

function TypedToken({ label, byId, onDone }: TypedTokenProps) {
  const [text, setText] = useState("");
  const done = () => onDone(text === "" ? null : byId && /^\d+$/.test(text) ? Number(text) : text);
  return (
    <label className="tf-choice tf-token-choice">
      {label}
      <input
        // biome-ignore lint/a11y/noAutofocus: whoever chose to type is to be able to
        autoFocus
        className="tf-mono"
        size={12}
        value={text}
        placeholder={byId ? "a token's id" : "with its space"}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => {
          if (key === "Enter") done();
          if (key === "Escape") onDone(null);
        }}
        onBlur={done}
      />
    </label>
  );
}
