import { Redo2, Undo2 } from "lucide-react";
import { useLab, useLaboratory } from "../../app/context";
import { IconButton } from "../../ui/IconButton";

/** How much is held, and the way back and forth. */
export function HistoryButtons() {
  const { acts, set, setHidden } = useLaboratory();
  const undo = useLab((lab) => lab.state?.undo ?? null);
  const redo = useLab((lab) => lab.state?.redo ?? null);
  const count = useLab((lab) => lab.state?.interventions.length ?? 0);
  const words = count === 1 ? "1 intervention" : `${count} interventions`;
  const show = () => {
    setHidden("drawer", false);
    set({ drawerTab: "interventions" });
  };
  return (
    <>
      <button
        type="button"
        className="badge"
        data-none={count === 0 ? "" : undefined}
        title={words}
        onClick={show}
      >
        <span className="wide">{words}</span>
        <span className="narrow" aria-hidden="true">
          {count} ⊘
        </span>
      </button>
      <span className="button-pair">
        <IconButton
          label={undo ? `Undo: ${undo}` : "Nothing to undo"}
          keys="Z"
          code={undo ? "lab.undo()" : undefined}
          aria-disabled={undo === null}
          icon={<Undo2 size={16} />}
          onClick={() => undo && void acts.make({ kind: "undo" })}
        />
        <IconButton
          label={redo ? `Redo: ${redo}` : "Nothing to redo"}
          keys="⇧ Z"
          code={redo ? "lab.redo()" : undefined}
          aria-disabled={redo === null}
          icon={<Redo2 size={16} />}
          onClick={() => redo && void acts.make({ kind: "redo" })}
        />
      </span>
    </>
  );
}
