import { type ExperimentSummary, plainText } from "@trafolab/viz";
import { Columns2, Pencil } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useLaboratory, usePage } from "../../app/context";
import { useView } from "../../app/useView";
import { codeFor } from "../../code/codeFor";
import { cellsSaid, isUnderWay, STATUS_WORDS, startedAt } from "../../experiments/statusWords";
import { IconButton } from "../../ui/IconButton";
import { RenameField } from "../../ui/RenameField";
import { ForgetButton } from "./ForgetButton";
import { ExperimentProgress } from "./ProgressBar";

interface ExperimentRowProps {
  readonly experiment: ExperimentSummary;
  readonly shown: boolean;
  /** It asks something of the circuit of the one above. */
  readonly under: boolean;
}

/** One experiment: its name, when it was started, how far it is, and what can be done with it. */
export function ExperimentRow({ experiment, shown, under }: ExperimentRowProps) {
  const { acts, set } = useLaboratory();
  const [renaming, setRenaming] = useState(false);
  const { id, name, status, created_at, elsewhere } = experiment;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (shown) row.current?.scrollIntoView({ block: "nearest" });
  }, [shown]);
  return (
    <li
      ref={row}
      className="row experiment"
      data-experiment={id}
      data-status={status}
      data-shown={shown ? "" : undefined}
      data-under={under ? "" : undefined}
    >
      {renaming ? (
        <RenameField
          name={name}
          rename={(next) => void acts.make({ kind: "rename_experiment", id, name: next })}
          leave={() => setRenaming(false)}
        />
      ) : (
        <button
          type="button"
          className="link clip"
          aria-current={shown ? "true" : undefined}
          title={`${name}\nstarted ${startedAt(created_at, true)}${elsewhere === null ? "" : `\nfound on ${plainText(elsewhere)}`}`}
          onClick={() => set({ experiment: id, beside: null, chosenAt: Date.now() })}
        >
          {name}
        </button>
      )}
      <small className="clip">
        {STATUS_WORDS[status] !== "" && <b>{STATUS_WORDS[status]} </b>}
        {elsewhere !== null && (
          <b className="elsewhere" title={`found on ${plainText(elsewhere)}`}>
            other prompt{" "}
          </b>
        )}
        {[cellsSaid(experiment), startedAt(created_at)].filter((words) => words !== "").join(" · ")}
      </small>
      <span className="row-buttons">
        {!shown && <BesideButton experiment={experiment} />}
        <IconButton
          label={`Rename ${name}`}
          code={codeFor({ kind: "rename_experiment", id, name })}
          icon={<Pencil size={13} />}
          onClick={() => setRenaming(true)}
        />
        <ForgetButton id={id} name={name} />
      </span>
      {isUnderWay(status) && <RowProgress id={id} />}
    </li>
  );
}

/** Puts it beside the one that is shown. */
function BesideButton({ experiment: { id, name } }: { experiment: ExperimentSummary }) {
  const { set } = useLaboratory();
  const on = usePage((page) => page.beside === id);
  return (
    <IconButton
      label={on ? `No longer compare with ${name}` : `Compare with ${name}`}
      pressed={on}
      icon={<Columns2 size={13} />}
      onClick={() => set({ beside: on ? null : id })}
    />
  );
}

function RowProgress({ id }: { id: string }) {
  const seen = useView("experiment", { id, cells: false });
  return seen && <ExperimentProgress experiment={seen.data.experiment} nCells={seen.data.n_cells} />;
}
