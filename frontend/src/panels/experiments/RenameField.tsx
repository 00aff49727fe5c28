import { type FormEvent, useState } from "react";
import { useLaboratory } from "../../app/context";

interface RenameFieldProps {
  readonly id: string;
  readonly name: string;
  readonly leave: () => void;
}

/** Another name, typed where the old one stood. Enter takes it, Escape leaves. */
export function RenameField({ id, name, leave }: RenameFieldProps) {
  const { acts } = useLaboratory();
  const [typed, setTyped] = useState(name);
  const take = (event?: FormEvent) => {
    event?.preventDefault();
    const next = typed.trim();
    leave();
    if (next !== "" && next !== name) void acts.make({ kind: "rename_experiment", id, name: next });
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
          leave();
        }}
      />
    </form>
  );
}
