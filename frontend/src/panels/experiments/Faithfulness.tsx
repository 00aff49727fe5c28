import { Play } from "lucide-react";
import { useMemo } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import {
  type CircuitEdge,
  type Faithful,
  faithfulnessSpec,
  faithfulOf,
  MOST_EDGES,
} from "../../experiments/circuit";
import { firstReaching } from "../../experiments/reaching";
import { starting } from "../../experiments/starting";
import { isUnderWay } from "../../experiments/statusWords";
import { Tip } from "../../ui/Tip";
import { ProgressBar } from "./ProgressBar";
import type { FoundCircuit } from "./useCircuit";
import { useExperiment } from "./useExperiment";

interface FaithfulnessProps {
  readonly found: FoundCircuit;
  readonly circuit: readonly CircuitEdge[];
}

/** How much of the metric the circuit carries alone, beside random circuits of its size; measured by one click. */
export function Faithfulness({ found, circuit }: FaithfulnessProps) {
  const { experiment, tried } = found;
  const { acts, set } = useLaboratory();
  const known = tried.findLast(({ n }) => n === circuit.length);
  const { spec } = experiment;
  if (spec.experiment !== "edges") return null;
  const action = starting(faithfulnessSpec(spec, circuit, experiment.id));
  const measure = () => {
    // The circuit stays in sight while its faithfulness is measured.
    set({ experiment: experiment.id, chosenAt: Date.now() });
    void acts.make(action);
  };
  const others = [...new Set(tried.map(({ n }) => n))]
    .filter((n) => n !== circuit.length)
    .sort((a, b) => a - b);
  return (
    <div className="faithfulness">
      {known ? (
        <Measured id={known.id} n={circuit.length} />
      ) : (
        <Tip
          text="All other edges carry the counterfactual’s values, for this circuit and ten random ones"
          code={codeFor(action)}
        >
          <button type="button" className="button small" onClick={measure}>
            <Play size={12} aria-hidden="true" /> How faithful are these {circuit.length}?
          </button>
        </Tip>
      )}
      <NotReaching found={found} circuit={circuit} />
      {others.length > 0 && (
        <small>
          measured too:{" "}
          {others.map((n) => (
            <button key={n} type="button" className="link" onClick={() => set({ edgesShown: n })}>
              {n} edges
            </button>
          ))}
        </small>
      )}
    </div>
  );
}

/** Said where faithfulness is 0 by itself: the circuit does not begin at the embedding. */
function NotReaching({ found: { edges, nGrown }, circuit }: FaithfulnessProps) {
  const { set } = useLaboratory();
  const structure = useLab(({ state }) => state?.model?.structure);
  const most = Math.min(MOST_EDGES, nGrown);
  const first = useMemo(() => structure && firstReaching(edges, most, structure), [edges, most, structure]);
  if (first === undefined || (first !== null && circuit.length >= first)) return null;
  const some = circuit.length === 1 ? "This edge does" : `These ${circuit.length} edges do`;
  return (
    <p className="note-warn" role="note">
      {some} not reach back to the embedding, so that nothing of the prompt comes through: 0 is no finding.{" "}
      {first === null ? (
        `Nor do ${most} edges.`
      ) : (
        <button type="button" className="link" onClick={() => set({ edgesShown: first })}>
          {first} edges do
        </button>
      )}
    </p>
  );
}

function Measured({ id, n }: { id: string; n: number }) {
  const { found, failure } = useExperiment(id);
  if (failure !== null) return <small>{failure}</small>;
  const info = found?.experiment.info;
  if (!found?.grid || !info) return <small>Measuring how faithful they are…</small>;
  const faithful = faithfulOf(found.grid, info);
  if (!faithful) return <small>Both runs hardly differ in the metric, so nothing can be lost.</small>;
  return (
    <>
      <span role="status">
        faithfulness of {n} edges <b>{said(faithful.circuit)}</b>, without any {said(faithful.nothing)},
        random circuits {range(faithful.random)}
      </span>
      <Line faithful={faithful} />
      {isUnderWay(found.experiment.status) && (
        <ProgressBar done={found.experiment.n_done} all={found.nCells} />
      )}
    </>
  );
}

const said = (score: number | null) => (score === null ? "…" : shortly(score));

/** With two decimals, a true minus, and no minus before nothing. */
function shortly(score: number): string {
  const text = score.toFixed(2);
  return text === "-0.00" ? "0.00" : text.replace("-", "−");
}

function range(scores: readonly number[]): string {
  if (scores.length === 0) return "…";
  return `${shortly(Math.min(...scores))} to ${shortly(Math.max(...scores))}`;
}

const WIDTH = 190;
const MARGIN = 8;

/** All scores on one line, on which 0 is the counterfactual's run and 1 the whole model. */
function Line({ faithful: { circuit, nothing, random } }: { faithful: Faithful }) {
  const scores = [0, 1, ...random, ...[circuit, nothing].filter((score) => score !== null)];
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const at = (score: number) => MARGIN + ((score - low) / (high - low)) * (WIDTH - 2 * MARGIN);
  return (
    <svg className="faithfulness-line" width={WIDTH} height={26} aria-hidden="true">
      <line x1={at(low)} x2={at(high)} y1={9} y2={9} />
      {[0, 1].map((end) => (
        <g key={end}>
          <line x1={at(end)} x2={at(end)} y1={5} y2={13} />
          <text x={at(end)} y={24}>
            {end}
          </text>
        </g>
      ))}
      {random.map((score, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: random circuits have no other name
        <circle key={i} cx={at(score)} cy={9} r={3} className="random" />
      ))}
      {circuit !== null && <circle cx={at(circuit)} cy={9} r={5} className="circuit" />}
    </svg>
  );
}
