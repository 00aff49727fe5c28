import type { Cell, Experiment } from "@trafolab/viz";
import { useLab } from "../../app/context";
import type { HeldCell } from "../../experiments/applying";
import { changedSince } from "../../experiments/changedSince";
import { type Grid, indexIn } from "../../experiments/grid";
import type { Shown } from "../../experiments/reading";
import { cellName } from "../../experiments/spots";
import { CodeLine } from "../../ui/CodeLine";
import { signed } from "../../ui/numbers";

interface FigureFootProps {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly shown: Shown;
  readonly inForce: HeldCell | null;
  readonly gathered: readonly Cell[];
  readonly clear: () => void;
}

/** What a click does, what one has done, and what was gathered. */
export function FigureFoot(props: FigureFootProps) {
  const { experiment, gathered, inForce } = props;
  const { application } = experiment;
  const here = useLab(({ state }) => state !== null && changedSince(state, experiment) === null);
  const known = here || (experiment.info?.prompts.length ?? 0) > 0;
  return (
    <footer className="figure-foot">
      {gathered.length > 0 && <Gathered {...props} />}
      {inForce ? (
        <div className="in-force">
          <small>
            <b>in force</b>, click the cell again to let go:
          </small>
          <CodeLine code={inForce.intervention.code} />
        </div>
      ) : (
        <small>
          {experiment.info?.n_pairs != null && experiment.spec.experiment !== "edges"
            ? "A mean over pairs: a click on a cell shows what each of them gave."
            : (application?.reason ??
              (application && known && "A click on a cell makes its change stay."))}{" "}
          Shift and clicks compare cells.
        </small>
      )}
    </footer>
  );
}

/** The cells that were gathered, with the difference of two. */
function Gathered({ experiment, grid, shown, gathered, clear }: FigureFootProps) {
  const value = (cell: Cell) => shown.values[indexIn(grid, cell)] ?? Number.NaN;
  const [a, b] = gathered.slice(-2);
  return (
    <div className="gathered" role="status">
      <small>{shown.label}:</small>
      {gathered.map((cell) => (
        <span key={`${cell.row} ${cell.col}`} className="chip">
          <span className="mono">{cellName(experiment, grid, cell)}</span>
          <b>{signed(value(cell))}</b>
        </span>
      ))}
      {a && b && (
        <small>
          difference of the last two <b>{signed(value(b) - value(a))}</b>
        </small>
      )}
      <button type="button" className="button small" onClick={clear}>
        Clear
      </button>
    </div>
  );
}
