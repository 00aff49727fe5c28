import type { Group } from "@trafolab/viz";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { selectGroup } from "../../acts/selectGroup";
import { useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { focusSoon } from "../../ui/focusSoon";
import { IconButton } from "../../ui/IconButton";
import { counted } from "../../ui/numbers";
import { RenameField } from "../../ui/RenameField";
import { TypedOver } from "../../ui/TypedOver";
import { NamedButtons } from "../drawer/NamedButtons";

/** One group: its name selects its members, as its name on the map does; its note is typed over. */
export function GroupRow({ group }: { group: Group }) {
  const { acts } = useLaboratory();
  const [renaming, setRenaming] = useState(false);
  const { name, targets, note } = group;
  const change = (fields: { name?: string; note?: string }) => {
    const renamed = fields.name !== undefined;
    void acts.make({
      kind: "set_group",
      name: fields.name ?? name,
      targets: [],
      note: fields.note ?? null,
      replaces: renamed ? name : null,
    });
  };
  const leave = () => {
    setRenaming(false);
    focusSoon(`[data-group="${CSS.escape(name)}"] > .link`);
  };
  const code = codeFor({ kind: "set_group", name, targets, note: note || null, replaces: null });
  return (
    <li className="row" data-group={name}>
      {renaming ? (
        <RenameField name={name} rename={(next) => change({ name: next })} leave={leave} />
      ) : (
        <Members group={group} rename={() => setRenaming(true)} />
      )}
      <NamedButtons what="group" name={name} code={code}>
        <IconButton
          label={`Rename ${name}`}
          keys="F2"
          icon={<Pencil size={13} />}
          onClick={() => setRenaming(true)}
        />
      </NamedButtons>
      <TypedOver
        className="note"
        value={note}
        label={`Note on the group ${name}`}
        placeholder="note"
        empties
        onType={(next) => change({ note: next })}
      />
    </li>
  );
}

/** What selects all members; a double click or F2 is for another name. */
function Members({ group: { name, targets }, rename }: { group: Group; rename: () => void }) {
  const laboratory = useLaboratory();
  return (
    <button
      type="button"
      className="link"
      title={`Select ${targets.join(", ")}`}
      onClick={({ shiftKey }) => selectGroup(laboratory, name, shiftKey)}
      onDoubleClick={rename}
      onKeyDown={({ key }) => key === "F2" && rename()}
    >
      <b className="clip">{name}</b> <small>{counted(targets.length, "member")}</small>
    </button>
  );
}
