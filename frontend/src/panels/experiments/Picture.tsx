import { useState } from "react";
import { usePage } from "../../app/context";
import { possible } from "../../experiments/reading";
import { Empty } from "../../ui/Empty";
import { Compared } from "./Compared";
import { Figure } from "./Figure";
import { PictureHead } from "./PictureHead";
import { PictureTools } from "./PictureTools";
import { type Found, useExperiment } from "./useExperiment";
import { FITTING, type Zoom } from "./zoom";

/** One experiment: what was done, how far it is, its heat map, and another one beside it. */
export function Picture({ id }: { id: string }) {
  const { found, failure } = useExperiment(id);
  const beside = usePage((page) => page.beside);
  if (failure !== null) return <p className="note-warn picture">{failure}</p>;
  if (!found) return <Empty title="Waiting for the experiment…" />;
  return (
    <section className="picture" aria-label={found.experiment.name} data-status={found.experiment.status}>
      <PictureHead found={found} />
      {beside !== null && beside !== id ? <Compared first={found} id={beside} /> : <Single found={found} />}
    </section>
  );
}

function Single({ found }: { found: Found }) {
  const { experiment, grid } = found;
  const [zoom, setZoom] = useState<Zoom>(FITTING);
  const wanted = usePage((page) => page.reading);
  const { info, status, problem } = experiment;
  if (problem !== null && !grid) return <p className="note-warn">{problem}</p>;
  if (!info || !grid)
    return <Empty title={status === "queued" ? "Waiting for its turn…" : "Running both prompts…"} />;
  const reading = possible(wanted, info);
  const shared = { experiment, grid, info, reading, zoom, setZoom };
  return (
    <>
      <PictureTools {...shared} />
      {problem !== null && <p className="note-warn">{problem}</p>}
      <Figure {...shared} />
    </>
  );
}
