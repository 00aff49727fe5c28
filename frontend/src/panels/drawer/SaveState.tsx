import { type FormEvent, useRef, useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { freeName, isStanding } from "../../model/namedStates";
import { CopyButton } from "../../ui/CodeLine";
import { Tip } from "../../ui/Tip";

/** The id of the field, for the key that leads there. */
export const SAVE_FIELD = "save-state-name";

/** Gives the laboratory as it is a name; without one typed, the next free letter. */
export function SaveState() {
  const { acts } = useLaboratory();
  const saved = useLab((lab) => lab.state?.saved ?? NONE);
  const ready = useLab((lab) => lab.state?.clean != null);
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const leave = () => field.current?.blur();
  const name = typed.trim() || freeName(saved);
  const reserved = isStanding(name);
  const again = saved.some((state) => state.name === name);
  const action = { kind: "save_state", name } as const;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || reserved) return;
    // What is typed next is meant for the map.
    leave();
    setTyped("");
    void acts.make(action);
  };
  return (
    <form className="save-state" onSubmit={save}>
      <input
        id={SAVE_FIELD}
        ref={field}
        className="field"
        value={typed}
        placeholder={`save as ${freeName(saved)}`}
        aria-label="Save this state as"
        aria-invalid={reserved}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") leave();
        }}
      />
      <Tip
        text={again ? `Puts this state in the place of ${name}` : "Remembers this state"}
        code={codeFor(action)}
      >
        <button type="submit" className="button small primary" disabled={!ready || reserved}>
          {again ? "Replace" : "Save"}
        </button>
      </Tip>
      {reserved ? (
        <small className="note-warn">“{name}” always means something else: choose another name.</small>
      ) : (
        <CopyButton text={codeFor(action)} label={`Copy ${codeFor(action)}`} />
      )}
    </form>
  );
}

const NONE: never[] = [];
