import { type FormEvent, useRef, useState } from "react";

interface RenameFieldProps {
  readonly name: string;
  readonly rename: (next: string) => void;
  readonly leave: () => void;
}

/** Another name, typed where the old one stood. Enter takes it, Escape leaves. */
export function RenameField({ name, rename, leave }: RenameFieldProps) {
  const [typed, setTyped] = useState(name);
  // As it goes, the field loses the focus once more.
  const left = useRef(false);
  const close = () => {
    left.current = true;
    leave();
  };
  const take = (event?: FormEvent) => {
    event?.preventDefault();
    if (left.current) return;
    const next = typed.trim();
    close();
    if (next !== "" && next !== name) rename(next);
  };
  return (
    <form className="rename" onSubmit={take}>
      <input
        className="field"
        aria-label={`New name of ${name}`}
        value={typed}
        // biome-ignore lint/a11y/noAutofocus: the field replaces the name that was clicked to get here
        autoFocus
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => take()}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          close();
        }}
      />
    </form>
  );
}
