import { useState } from "react";

interface TokenInputProps {
  /** What is done with the token. */
  readonly label: string;
  /** Its text as it was typed: a space before it counts. */
  readonly onToken: (text: string) => void;
}

/** Takes a token as text, by Enter. */
export function TokenInput({ label, onToken }: TokenInputProps) {
  const [text, setText] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (text === "") return;
        onToken(text);
        setText("");
      }}
    >
      <label className="tf-choice">
        {label}
        <input
          className="tf-mono tf-token-input"
          value={text}
          placeholder="token"
          title="A token's text, with the space before it where it has one; Enter takes it"
          onChange={({ target }) => setText(target.value)}
        />
      </label>
    </form>
  );
}
