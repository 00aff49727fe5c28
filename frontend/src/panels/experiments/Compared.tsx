import { type Cell, type Experiment, HeatMap, Legend, type ScaleKind } from "@trafolab/viz";
import { X } from "lucide-react";
import { useState } from "react";
import { useLaboratory } from "../../app/context";
import { cellName } from "../../experiments/applying";
import { agree, type Grid } from "../../experiments/grid";
import { largest } from "../../experiments/reading";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { type Found, useExperiment } from "./useExperiment";
import { cellsFor, FITTING } from "./zoom";

/** Two experiments side by side and what the one has more than the other, under one cross hair. */
export function Compared({ first, id }: { first: Found; id: string }) {
  const { found: second, failure } = useExperiment(id);
  if (failure !== null) return <p className="note-warn">{failure}</p>;
  const [a, b] = [effectsOf(first), second && effectsOf(second)];
  if (!a || !b) return <Empty title="Waiting for both experiments…" />;
  return <Pair a={a} b={b} />;
}

interface Effects {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly values: Float32Array;
}

function effectsOf({ experiment, grid }: Found): Effects | null {
  const { info } = experiment;
  if (!info || !grid) return null;
  return { experiment, grid, values: grid.values.map((value) => value - info.baseline) };
}

function Pair({ a, b }: { a: Effects; b: Effects }) {
  const { set } = useLaboratory();
  const [hovered, setHovered] = useState<Cell | null>(null);
  const alike = agree(a.grid, b.grid);
  const most = Math.max(largest(a.values), largest(b.values)) || 1;
  const shared = { most, hovered, setHovered };
  return (
    <>
      <div className="picture-tools">
        <Legend scale={SCALE} domain={[-most, most]} label="effect" />
        {!alike && <small>Their axes differ, so they have no difference cell by cell.</small>}
        <span className="row-buttons">
          <IconButton
            label="Close the comparison"
            icon={<X size={14} />}
            onClick={() => set({ beside: null })}
          />
        </span>
      </div>
      <div className="figure-pair">
        <One {...shared} effects={a} title={a.experiment.name} />
        <One {...shared} effects={b} title={b.experiment.name} />
        {alike && <One {...shared} effects={difference(a, b)} title="first − second" />}
      </div>
    </>
  );
}

const UNLIMITED = 1e6;
const SCALE: ScaleKind = "diverging";

function difference(a: Effects, b: Effects): Effects {
  return { ...a, values: a.values.map((value, i) => value - (b.values[i] ?? Number.NaN)) };
}

interface OneProps {
  readonly effects: Effects;
  readonly title: string;
  readonly most: number;
  readonly hovered: Cell | null;
  readonly setHovered: (cell: Cell | null) => void;
}

function One({ effects: { experiment, grid, values }, title, most, hovered, setHovered }: OneProps) {
  const inside = hovered && hovered.row < grid.rows && hovered.col < grid.cols ? hovered : null;
  return (
    <figure>
      <figcaption className="clip" title={title}>
        {title}
      </figcaption>
      <HeatMap
        {...cellsFor(FITTING)}
        values={values}
        rows={grid.rows}
        cols={grid.cols}
        rowLabels={grid.rowLabels}
        colLabels={grid.colLabels}
        rowTitle={grid.names[0]}
        maxHeight={UNLIMITED}
        scale={SCALE}
        domain={[-most, most]}
        hovered={inside}
        onHover={setHovered}
        onSelect={setHovered}
        cellName={(cell) => cellName(experiment, grid, cell)}
        label={title}
      />
    </figure>
  );
}
