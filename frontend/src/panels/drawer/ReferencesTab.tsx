import type { ReferenceSet } from "@trafolab/viz";
import { Plus } from "lucide-react";
import { useLab, useLaboratory } from "../../app/context";
import { Empty } from "../../ui/Empty";
import { counted } from "../../ui/numbers";
import { NamedButtons } from "./NamedButtons";
import { PairSets } from "./PairSets";
import { chosenHow, firstOf } from "./referenceWords";

/** The named sets of prompts, and those of pairs. */
export function ReferencesTab() {
  const none = useLab(({ state }) => state !== null && state.references.length + state.pairs.length === 0);
  return (
    <>
      <References />
      <PairSets />
      {none && (
        <Empty title="There is no set yet.">
          Make one here, or call <code>lab.reference("names", ["…", "…"])</code> or{" "}
          <code>lab.pairs("ioi", "pairs.csv")</code> in a cell.
        </Empty>
      )}
    </>
  );
}

function References() {
  const { set } = useLaboratory();
  const references = useLab((lab) => lab.state?.references ?? NONE);
  return (
    <section aria-label="Reference sets">
      <div className="list-tools">
        <button type="button" className="button small" onClick={() => set({ dialog: "reference" })}>
          <Plus size={13} aria-hidden="true" /> New set…
        </button>
        <small className="clip">
          prompts that means are taken over, resampling draws from, and directions contrast
        </small>
      </div>
      {references.length > 0 && (
        <ol className="rows references">
          {references.map((reference) => (
            <Row key={reference.name} reference={reference} />
          ))}
        </ol>
      )}
    </section>
  );
}

const NONE: never[] = [];

function Row({ reference }: { reference: ReferenceSet }) {
  const { name, n_prompts, n_tokens, first, code } = reference;
  return (
    <li className="row" data-reference={name}>
      <b className="clip" title={name}>
        {name}
      </b>
      <small title={`${counted(n_tokens, "token")} with those that begin each prompt`}>
        {counted(n_prompts, "prompt")}, {counted(n_tokens, "token")}
      </small>
      <small>{chosenHow(reference)}</small>
      <span className="clip mono dim" title={first.join("\n")}>
        <bdi>{firstOf(reference)}</bdi>
      </span>
      <NamedButtons what="reference" name={name} code={code} />
    </li>
  );
}
