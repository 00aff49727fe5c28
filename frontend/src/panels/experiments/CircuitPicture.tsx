import type { Experiment } from "@trafolab/viz";
import { Grid3x3 } from "lucide-react";
import { useLab, usePage } from "../../app/context";
import { circuitOf, MOST_EDGES } from "../../experiments/circuit";
import { beforeCells, estimatedSaid, isNext } from "../../experiments/statusWords";
import { agreement, misled } from "../../experiments/verified";
import { CopyButton, ToNotebook } from "../../ui/CodeLine";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { grouped } from "../../ui/numbers";
import { CircuitSize } from "./CircuitSize";
import { EdgeTable } from "./EdgeTable";
import { Faithfulness } from "./Faithfulness";
import { PaintButton } from "./PaintButton";
import { PictureHead } from "./PictureHead";
import { type FoundCircuit, useCircuit } from "./useCircuit";

/** Edges up to which all of them can be looked at as a matrix. */
const MATRIX = 60_000;

interface CircuitPictureProps {
  readonly id: string;
  readonly onMatrix: () => void;
}

/** The circuit that an experiment on edges found: how many of them, how faithful they are, and which they are. */
export function CircuitPicture({ id, onMatrix }: CircuitPictureProps) {
  const { found, failure } = useCircuit(id);
  if (failure !== null) return <p className="note-warn picture">{failure}</p>;
  if (!found) return <Empty title="Waiting for the experiment…" />;
  const { experiment } = found;
  return (
    <section className="picture" aria-label={experiment.name} data-status={experiment.status}>
      <PictureHead found={{ ...found, grid: null }} />
      <Body found={found} onMatrix={onMatrix} />
    </section>
  );
}

function Body({ found, onMatrix }: { found: FoundCircuit; onMatrix: () => void }) {
  const { experiment, edges, nGrown } = found;
  const next = useLab(({ state }) => isNext(state?.experiments ?? [], experiment.id));
  const wanted = usePage((page) => page.edgesShown);
  const most = Math.min(MOST_EDGES, nGrown);
  const warned = misled(experiment);
  const nEdges = found.nCells / (experiment.info?.n_pairs ?? 1);
  if (experiment.problem !== null) return <p className="note-warn">{experiment.problem}</p>;
  if (nGrown === 0) return <Empty title={beforeCircuit(experiment, next)} />;
  const n = Math.max(1, Math.min(wanted, most));
  const circuit = circuitOf(edges, n);
  return (
    <>
      <div className="picture-tools">
        <CircuitSize n={n} most={most} />
        <small>of {grouped(nGrown)} edges, as they join from the logits</small>
        <Tools experiment={experiment} n={n} onMatrix={nEdges <= MATRIX ? onMatrix : null} />
      </div>
      <div className="circuit">
        <div className="circuit-found">
          {warned !== null && <p className="note-warn">{warned}</p>}
          <Faithfulness found={found} circuit={circuit} />
          <small>{agreement(experiment)}</small>
        </div>
        <EdgeTable edges={circuit} />
      </div>
    </>
  );
}

/** Over pairs the circuit is there when all of them are estimated. */
function beforeCircuit({ status, info }: Experiment, next: boolean): string {
  const estimating = estimatedSaid(info) !== null;
  return estimating && status !== "queued"
    ? "No circuit before all pairs are estimated."
    : beforeCells(status, next);
}

interface ToolsProps {
  readonly experiment: Experiment;
  readonly n: number;
  readonly onMatrix: (() => void) | null;
}

function Tools({ experiment: { id, code }, n, onMatrix }: ToolsProps) {
  const line = `lab.experiments["${id}"].circuit(${n})`;
  return (
    <span className="row-buttons">
      <PaintButton id={id} label="Draw these edges on the map" />
      {onMatrix && (
        <IconButton label="All edges as a matrix" icon={<Grid3x3 size={14} />} onClick={onMatrix} />
      )}
      <CopyButton text={code} label={`Copy ${code}`} />
      <ToNotebook code={line} hint={line} />
    </span>
  );
}
