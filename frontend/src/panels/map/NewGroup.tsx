import { type FormEvent, useState } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { kindOf } from "../../model/components";
import { CodeLine } from "../../ui/CodeLine";

/** Gives the selection a name. */
export function NewGroup() {
  const { acts } = useLaboratory();
  const selection = usePage((page) => page.selection);
  const structure = useLab(({ state }) => state?.model?.structure);
  const [name, setName] = useState("");
  // The unembedding is no target of acts.
  const targets = selection.filter((each) => kindOf(structure, each) !== "unembed");
  const action = { kind: "set_group", name: name.trim(), targets, note: null, replaces: null } as const;
  const ready = action.name !== "" && targets.length > 0;
  const make = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    setName("");
    void acts.make({ ...action, targets: [...targets] });
  };
  return (
    <form className="form" onSubmit={make}>
      <div className="form-row">
        <input
          className="field"
          aria-label="Name of the new group"
          placeholder={targets.length === 0 ? "select components first" : "name of the group"}
          value={name}
          disabled={targets.length === 0}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button small primary" disabled={!ready}>
          Group {targets.length || ""}
        </button>
      </div>
      {targets.length === 0 ? (
        <small>
          A group is several components under one name, which every act takes: select some on the map.
        </small>
      ) : (
        ready && <CodeLine code={codeFor({ ...action, targets: [...targets] })} />
      )}
    </form>
  );
}
