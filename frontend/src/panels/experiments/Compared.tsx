import { type Cell, type Experiment, HeatMap, Legend, type ScaleKind } from "@trafolab/viz";
import { X } from "lucide-react";
import { useState } from "react";
import { useLaboratory, usePage } from "../../app/context";
import { type Contrast, contrasting, contrastOf } from "../../experiments/comparing";
import { agree, type Grid } from "../../experiments/grid";
import { largest, leastScale, READING_LABELS } from "../../experiments/reading";
import { cellName } from "../../experiments/spots";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { type Found, useExperiment } from "./useExperiment";
import { cellsFor, FITTING } from "./zoom";

/** Two experiments side by side and what the one has more than the other, under one cross hair. */
export function Compared({ first, id }: { first: Found; id: string }) {
  const wanted = usePage((page) => page.reading);
  const { found: second, failure } = useExperiment(id);
  if (failure !== null) return <p className="note-warn">{failure}</p>;
  const [a, b] = [first.experiment.info, second?.experiment.info];
  if (!a || !b) return <Empty title="Waiting for both experiments…" />;
  const contrast = contrastOf(a, b, wanted);
  const [one, other] = [effectsOf(first, contrast), second && effectsOf(second, contrast)];
  if (!one || !other) return <Empty title="Waiting for both experiments…" />;
  return <Pair a={one} b={other} contrast={contrast} />;
}

interface Effects {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly values: Float32Array;
  /** Where their scale ends at least. */
  readonly least: number;
}

function effectsOf({ experiment, grid }: Found, contrast: Contrast): Effects | null {
  const { info } = experiment;
  if (!info || !grid) return null;
  return { experiment, grid, values: contrasting(grid, info, contrast), least: leastScale(info, contrast) };
}

function Pair({ a, b, contrast }: { a: Effects; b: Effects; contrast: Contrast }) {
  const { set } = useLaboratory();
  const [hovered, setHovered] = useState<Cell | null>(null);
  const alike = agree(a.grid, b.grid);
  const most = Math.max(largest(a.values), largest(b.values), a.least, b.least) || 1;
  const shared = { most, hovered, setHovered };
  return (
    <>
      <div className="picture-tools">
        <Legend scale={SCALE} domain={[-most, most]} label={READING_LABELS[contrast]} />
        {!alike && <small>Their axes differ, so they have no difference cell by cell.</small>}
        {alike && a.grid.colLabels.join() !== b.grid.colLabels.join() && (
          <small>Their tokens differ: cells of the same position are set against each other.</small>
        )}
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
