import type { Some } from "./some";

interface SomeFieldsProps {
  readonly draft: Some;
  readonly change: (part: Partial<Some>) => void;
}

/** How many are taken, and which. */
export function SomeFields({ draft, change }: SomeFieldsProps) {
  return (
    <>
      <label className="inline">
        Take
        <input
          className="field number"
          inputMode="numeric"
          placeholder="all"
          value={draft.n}
          onChange={({ target }) => change({ n: target.value })}
        />
      </label>
      <label className="inline">
        chosen by seed
        <input
          className="field number"
          inputMode="numeric"
          value={draft.seed}
          disabled={draft.n.trim() === ""}
          onChange={({ target }) => change({ seed: target.value })}
        />
      </label>
    </>
  );
}
