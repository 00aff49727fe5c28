import type { Problem } from "@trafolab/viz";
import { type ReactNode, useRef } from "react";
import { useMaking } from "../../app/useMaking";
import type { Drafted } from "./drafted";
import { MakeRow } from "./MakeRow";

interface NamedFormProps {
  readonly name: string;
  readonly onName: (name: string) => void;
  /** Null where there is nothing that the form itself could make. */
  readonly drafted: Drafted | null;
  /** What its button says. */
  readonly label: string;
  /** Called when it was made. */
  readonly onMade: () => void;
  /** The way out of what it was refused for, where the form knows one. */
  readonly remedy?: (problem: Problem) => ReactNode;
  readonly children: ReactNode;
}

/** A form that makes something with a name. Why it was refused is said until something is changed. */
export function NamedForm({ name, onName, drafted, label, onMade, remedy, children }: NamedFormProps) {
  const { make, busy, problem } = useMaking(onMade);
  const asked = useRef("");
  const now = JSON.stringify(drafted);
  const refused = asked.current === now ? problem : null;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        asked.current = now;
        if (drafted && "action" in drafted) void make(drafted.action);
      }}
    >
      <label>
        Name
        <input className="field" value={name} onChange={({ target }) => onName(target.value)} />
      </label>
      {children}
      {drafted && (
        <MakeRow {...{ drafted, label, busy }} problem={refused} remedy={refused && remedy?.(refused)} />
      )}
    </form>
  );
}
