import { type Cell, type Experiment, numbers, plainText } from "@trafolab/viz";
import { X } from "lucide-react";
import { useMemo } from "react";
import { useLab } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { gaveOf, type PairGave, placeOf, setOf } from "../../experiments/behind";
import { differing, type Piece } from "../../experiments/differing";
import { type Grid, indexIn } from "../../experiments/grid";
import { cellName } from "../../experiments/spots";
import { IconButton } from "../../ui/IconButton";
import { counted, grouped, signed } from "../../ui/numbers";
import { UsePairButton } from "../pairs/UsePairButton";

/** So many pairs are listed. */
const MOST = 100;

interface BehindProps {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly cell: Cell;
  readonly close: () => void;
}

/** What the single pairs gave of which a cell is the mean; each can be opened. */
export function Behind({ experiment, grid, cell, close }: BehindProps) {
  const params = { id: experiment.id, cell: placeOf(experiment, indexIn(grid, cell)) };
  const seen = useView("experiment", params);
  const failure = useFailure("experiment", params);
  const values = seen && !seen.late ? seen.tensors.pairs : undefined;
  const gave = seen && values ? gaveOf(seen.data.experiment.pairs, numbers(values)) : null;
  return (
    <section className="behind" aria-label="Pairs behind the cell">
      <header className="behind-head">
        <b className="mono clip">{cellName(experiment, grid, cell)}</b>
        <small className="clip">{gave ? gaveSaid(gave) : "Reading the pairs…"}</small>
        <IconButton label="Close the list of pairs" icon={<X size={14} />} onClick={close} />
      </header>
      {failure !== null && <p className="note-warn">{failure}</p>}
      {gave && <Rows experiment={experiment} gave={gave} />}
    </section>
  );
}

function gaveSaid({ length }: readonly PairGave[]): string {
  return length === 0
    ? "Not patched: there is an estimate alone"
    : `${counted(length, "pair")}, the largest effect first`;
}

function Rows({ experiment, gave }: { experiment: Experiment; gave: readonly PairGave[] }) {
  const set = useLab(({ state }) => state && setOf(state, experiment));
  return (
    <ol className="pair-rows">
      {gave.slice(0, MOST).map((each) => (
        <Row key={each.index} set={set} gave={each} />
      ))}
      {gave.length > MOST && (
        <li>
          <small />
          <small>… {grouped(gave.length - MOST)} more</small>
        </li>
      )}
    </ol>
  );
}

function Row({ set, gave }: { set: string | null; gave: PairGave }) {
  const { index, effect, value, clean, corrupt } = gave;
  const [ours, theirs] = useMemo(() => differing(clean, corrupt), [clean, corrupt]);
  return (
    <li data-pair={index} data-effect={effect}>
      <small>{index}</small>
      <b className="number" title={`metric ${signed(value)}`}>
        {signed(effect)}
      </b>
      <span className="pair-texts mono" title={`${clean}\n${corrupt}`}>
        <Text pieces={ours} />
        <Text pieces={theirs} dim />
      </span>
      {set === null ? (
        <small title="The set was forgotten, or made anew">no longer in a set</small>
      ) : (
        <UsePairButton name={set} index={index} />
      )}
    </li>
  );
}

/** A prompt with what it alone has marked. */
function Text({ pieces, dim = false }: { pieces: readonly Piece[]; dim?: boolean }) {
  return (
    <span className={dim ? "clip dim" : "clip"}>
      {pieces.map(({ text, differs }, i) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name
        differs ? <mark key={i}>{plainText(text)}</mark> : <span key={i}>{plainText(text)}</span>,
      )}
    </span>
  );
}
