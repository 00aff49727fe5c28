import type { ReferenceSet } from "@trafolab/viz";
import { Plus, X } from "lucide-react";
import { useLab, useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { CopyButton } from "../../ui/CodeLine";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { grouped } from "../../ui/numbers";
import { chosenHow, firstOf } from "./referenceWords";

/** The named sets of prompts. */
export function ReferencesTab() {
  const { set } = useLaboratory();
  const references = useLab((lab) => lab.state?.references ?? NONE);
  return (
    <>
      <div className="list-tools">
        <button type="button" className="button small" onClick={() => set({ dialog: "reference" })}>
          <Plus size={13} aria-hidden="true" /> New set…
        </button>
        <small className="clip">
          prompts that means are taken over, resampling draws from, and directions contrast
        </small>
      </div>
      {references.length === 0 ? (
        <Empty title="There is no reference set yet.">
          Make one here, or call <code>lab.reference("names", ["…", "…"])</code> in a cell.
        </Empty>
      ) : (
        <ol className="rows references">
          {references.map((reference) => (
            <Row key={reference.name} reference={reference} />
          ))}
        </ol>
      )}
    </>
  );
}

const NONE: never[] = [];

function Row({ reference }: { reference: ReferenceSet }) {
  const { acts } = useLaboratory();
  const { name, n_prompts, n_tokens, first, code } = reference;
  const forget = { kind: "forget", what: "reference", name } as const;
  return (
    <li className="row" data-reference={name}>
      <b className="clip" title={name}>
        {name}
      </b>
      <small title={`${grouped(n_tokens)} tokens with those that begin each prompt`}>
        {grouped(n_prompts)} {n_prompts === 1 ? "prompt" : "prompts"}, {grouped(n_tokens)} tokens
      </small>
      <small>{chosenHow(reference)}</small>
      <span className="clip mono dim" title={first.join("\n")}>
        <bdi>{firstOf(reference)}</bdi>
      </span>
      <span className="row-buttons">
        <CopyButton text={code} label={`Copy the line that makes ${name}`} />
        <IconButton
          label={`Forget ${name}`}
          code={codeFor(forget)}
          icon={<X size={14} />}
          onClick={() => void acts.make(forget)}
        />
      </span>
    </li>
  );
}
