import { type DirectionsData, numbers, Segments } from "@trafolab/viz";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { SPACES, type Space } from "../../model/spaces";
import { Empty } from "../../ui/Empty";
import { Cosines } from "./Cosines";
import { DirectionRow } from "./DirectionRow";

/** The named directions, the tokens along each, and the angles between them. */
export function DirectionsTab() {
  const directions = useLab((lab) => lab.state?.directions ?? NONE);
  const [space, setSpace] = useState<Space>("unembed");
  const params = { k: NEAREST, space };
  const seen = useView("directions", params, directions.length > 0);
  const failure = useFailure("directions", params);
  const near = new Map(seen?.data.rows.map((row) => [row.name, row]));
  if (directions.length === 0) return <NoDirections />;
  return (
    <>
      <Tools space={space} setSpace={setSpace} />
      {failure !== null && <p className="note-warn">{failure}</p>}
      <div className="directions" data-late={seen?.late ? "" : undefined}>
        <ol className="rows">
          {directions.map((direction) => (
            <DirectionRow
              key={direction.name}
              direction={direction}
              near={near.get(direction.name)}
              missing={seen !== null && !seen.late && !near.has(direction.name)}
            />
          ))}
        </ol>
        {seen?.tensors.cosines && <Angles data={seen.data} values={numbers(seen.tensors.cosines)} />}
      </div>
    </>
  );
}

const NEAREST = 5;
const NONE: never[] = [];

function Angles({ data, values }: { data: DirectionsData; values: Float32Array }) {
  const names = data.rows.map(({ name }) => name);
  return names.length > 1 && values.length === names.length ** 2 ? (
    <Cosines names={names} values={values} />
  ) : null;
}

function Tools({ space, setSpace }: { space: Space; setSpace: (space: Space) => void }) {
  return (
    <div className="list-tools">
      <NewDirection />
      <Segments label="nearest tokens by" value={space} options={SPACES} onChange={setSpace} />
    </div>
  );
}

function NewDirection() {
  const { set } = useLaboratory();
  return (
    <button type="button" className="button small" onClick={() => set({ dialog: "direction" })}>
      <Plus size={13} aria-hidden="true" /> New direction…
    </button>
  );
}

function NoDirections() {
  return (
    <>
      <div className="list-tools">
        <NewDirection />
        <small className="clip">
          vectors of the residual stream with a name: to steer along, to patch within
        </small>
      </div>
      <Empty title="There is no direction yet.">
        Make one from two sets of prompts or from tokens, or call <code>lab.direction("name", vector)</code>{" "}
        in a cell.
      </Empty>
    </>
  );
}
