import { type Cell, type Experiment, type ExperimentInfo, HeatMap } from "@trafolab/viz";
import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useLab, useLaboratory } from "../../app/context";
import { applying, heldCells } from "../../experiments/applying";
import { computed, type Grid } from "../../experiments/grid";
import { blankName } from "../../experiments/marks";
import { noteOf, type Reading, shownAs } from "../../experiments/reading";
import { cellName } from "../../experiments/spots";
import { Behind } from "./Behind";
import { FigureFoot } from "./FigureFoot";
import { FigureHints } from "./FigureHints";
import { type Asked, PromptsFirst } from "./PromptsFirst";
import { usePointedAt } from "./usePointedAt";
import { useWheelZoom } from "./useWheelZoom";
import { cellsFor, type Zoom } from "./zoom";

export interface FigureProps {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly info: ExperimentInfo;
  readonly reading: Reading;
  readonly zoom: Zoom;
  readonly setZoom: (zoom: Zoom) => void;
}

/** The heat map. A click makes a cell's change stay, Shift and a click gathers cells to compare. */
export function Figure({ experiment, grid, info, reading, zoom, setZoom }: FigureProps) {
  const { lab, acts } = useLaboratory();
  const [hovered, setHovered] = usePointedAt(experiment, grid);
  const [gathered, setGathered] = useState<readonly Cell[]>(NONE);
  const [behind, setBehind] = useState<Cell | null>(null);
  const [sought, setSought] = useState<Cell | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const shown = useMemo(() => shownAs(grid, info, reading), [grid, info, reading]);
  const held = useLab(({ state }) => state?.interventions);
  const inForce = useMemo(() => {
    const { state } = lab.getState();
    return state && held ? (heldCells(state, experiment, grid).at(-1) ?? null) : null;
  }, [lab, held, experiment, grid]);
  const stage = useRef<HTMLDivElement>(null);
  useWheelZoom(stage, zoom, setZoom);
  const select = (cell: Cell, { additive }: { additive: boolean }) => {
    if (additive) return setGathered(toggled(gathered, cell));
    if (info.n_pairs !== null && experiment.spec.experiment !== "edges")
      return setBehind(same(behind, cell) ? null : cell);
    // Whether it comes, goes or takes another one's place depends on what the click before it did.
    acts.inTurn(() => {
      const { state } = lab.getState();
      if (!state) return;
      const meant = applying(state, experiment, grid, cell);
      setAsked("missing" in meant ? { ...meant, name: cellName(experiment, grid, cell) } : null);
      if ("action" in meant) void acts.attempt(meant.action);
      else if ("problem" in meant) void acts.refuse(meant.problem);
    });
  };
  const seek = (cell: Cell) => {
    // The tip stands where the map has been scrolled to.
    flushSync(() => setSought(cell));
    setHovered(cell);
  };
  return (
    <>
      <FigureHints experiment={experiment} grid={grid} info={info} shown={shown} seek={seek} />
      <div className="figure-body">
        <div className="figure-stage" ref={stage} data-computed={computed(grid)}>
          <HeatMap
            {...shown}
            {...cellsFor(zoom)}
            rows={grid.rows}
            cols={grid.cols}
            rowLabels={grid.rowLabels}
            colLabels={grid.colLabels}
            progress={grid.progress}
            blankName={blankName(experiment.columns)}
            sought={sought}
            rowTitle={grid.names[0]}
            maxHeight={UNLIMITED}
            hovered={hovered}
            onHover={setHovered}
            onSelect={select}
            selected={inForce?.cell ?? behind}
            gathered={gathered}
            cellName={(cell) => cellName(experiment, grid, cell)}
            cellNote={(cell) => noteOf(grid, info, cell)}
            label={`${experiment.name}, ${shown.label}`}
          />
        </div>
        {behind && <Behind experiment={experiment} grid={grid} cell={behind} close={() => setBehind(null)} />}
      </div>
      {asked && <PromptsFirst asked={asked} leave={() => setAsked(null)} />}
      <FigureFoot
        experiment={experiment}
        grid={grid}
        shown={shown}
        inForce={inForce}
        gathered={gathered}
        clear={() => setGathered(NONE)}
      />
    </>
  );
}

const NONE: readonly Cell[] = [];
const UNLIMITED = 1e6;

function toggled(cells: readonly Cell[], cell: Cell): readonly Cell[] {
  const others = cells.filter((each) => !same(each, cell));
  return others.length < cells.length ? others : [...cells, cell];
}

function same(a: Cell | null, b: Cell): boolean {
  return a !== null && a.row === b.row && a.col === b.col;
}
