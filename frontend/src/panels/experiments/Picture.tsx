import { useState } from "react";
import { useLab, usePage } from "../../app/context";
import { possible } from "../../experiments/reading";
import { beforeCells, isNext } from "../../experiments/statusWords";
import { misled } from "../../experiments/verified";
import { Empty } from "../../ui/Empty";
import { CircuitPicture } from "./CircuitPicture";
import { Compared } from "./Compared";
import { Figure } from "./Figure";
import { PictureHead } from "./PictureHead";
import { PictureTools } from "./PictureTools";
import { type Found, useExperiment } from "./useExperiment";
import { Verified } from "./Verified";
import { FITTING, type Zoom } from "./zoom";

/** What is seen of an attribution: estimates, what was patched for real, or one against the other. */
export type Sight = "estimate" | "patched" | "both";

/** One experiment: a circuit of edges, or a heat map. */
export function Picture({ id }: { id: string }) {
  const edges = useLab(
    ({ state }) => state?.experiments.find((each) => each.id === id)?.experiment === "edges",
  );
  const beside = usePage((page) => page.beside);
  const [matrix, setMatrix] = useState(false);
  if (edges && !matrix && beside === null) return <CircuitPicture id={id} onMatrix={() => setMatrix(true)} />;
  return <MatrixPicture id={id} onCircuit={edges && beside === null ? () => setMatrix(false) : null} />;
}

/** What was done, how far it is, its heat map, and another one beside it. */
function MatrixPicture({ id, onCircuit }: { id: string; onCircuit: (() => void) | null }) {
  const [sight, setSight] = useState<Sight>("estimate");
  const { found, failure } = useExperiment(id, sight === "patched");
  const beside = usePage((page) => page.beside);
  if (failure !== null) return <p className="note-warn picture">{failure}</p>;
  if (!found) return <Empty title="Waiting for the experiment…" />;
  return (
    <section className="picture" aria-label={found.experiment.name} data-status={found.experiment.status}>
      <PictureHead found={found} />
      {onCircuit && (
        <button type="button" className="button small to-circuit" onClick={onCircuit}>
          Back to the circuit
        </button>
      )}
      {beside !== null && beside !== id ? (
        <Compared first={found} id={beside} />
      ) : (
        <Single found={found} sight={sight} setSight={setSight} />
      )}
    </section>
  );
}

interface SingleProps {
  readonly found: Found;
  readonly sight: Sight;
  readonly setSight: (sight: Sight) => void;
}

function Single({ found, sight, setSight }: SingleProps) {
  const { experiment, grid } = found;
  const [zoom, setZoom] = useState<Zoom>(FITTING);
  const wanted = usePage((page) => page.reading);
  const next = useLab(({ state }) => isNext(state?.experiments ?? [], experiment.id));
  const { info, status, problem } = experiment;
  if (problem !== null && !grid) return <p className="note-warn">{problem}</p>;
  if (!info || !grid) return <Empty title={beforeCells(status, next)} />;
  const shared = { experiment, grid, info, reading: possible(wanted, info), zoom, setZoom };
  const warned = misled(experiment);
  return (
    <>
      <PictureTools {...shared} sight={sight} setSight={setSight} />
      {problem !== null && <p className="note-warn">{problem}</p>}
      {warned !== null && sight !== "patched" && <p className="note-warn">{warned}</p>}
      {sight === "both" ? <Verified experiment={experiment} grid={grid} /> : <Figure {...shared} />}
    </>
  );
}
