import type { ChangedWeight } from "@trafolab/viz";
import { Undo2 } from "lucide-react";
import { PUT_ALL_BACK, puttingBack } from "../../acts/puttingBack";
import { useLaboratory } from "../../app/context";
import { useMaking } from "../../app/useMaking";
import { codeFor } from "../../code/codeFor";
import { DELTA_MEANS } from "../../model/words";
import { CodeLine } from "../../ui/CodeLine";
import { ProblemLine } from "../../ui/ProblemLine";
import { Tip } from "../../ui/Tip";

/** The tensors that differ from the loaded ones, each with the way back. */
export function ChangedWeights({ weights }: { weights: readonly ChangedWeight[] }) {
  const { make, busy, problem } = useMaking(() => undefined);
  if (weights.length === 0) return null;
  return (
    <section>
      <h3>
        Weights <small title={DELTA_MEANS}>|Δ| against the loaded ones</small>
      </h3>
      <ul className="changed-weights">
        {weights.map((weight) => (
          <Row key={weight.tensor + weight.component} weight={weight} all={weights} />
        ))}
      </ul>
      <ProblemLine problem={problem} />
      <div className="reload">
        <button
          type="button"
          className="button small"
          disabled={busy}
          onClick={() => void make(PUT_ALL_BACK)}
        >
          <Undo2 size={13} aria-hidden="true" /> Put all weights back
        </button>
        <CodeLine code={codeFor(PUT_ALL_BACK)} />
      </div>
    </section>
  );
}

function Row({ weight, all }: { weight: ChangedWeight; all: readonly ChangedWeight[] }) {
  const { acts } = useLaboratory();
  const { component, tensor, delta_norm } = weight;
  const action = puttingBack(weight, all);
  return (
    <li>
      <code className="clip" title={tensor}>
        <bdi>{tensor}</bdi>
      </code>
      <small>{component}</small>
      <small className="row-proof" title={DELTA_MEANS}>
        {delta_norm === null ? "…" : delta_norm.toPrecision(3)}
      </small>
      <Tip text="As it was loaded" code={codeFor(action)}>
        <button
          type="button"
          className="button small"
          aria-label={`Put back ${tensor} of ${component}`}
          onClick={() => void acts.make(action)}
        >
          put back
        </button>
      </Tip>
    </li>
  );
}
