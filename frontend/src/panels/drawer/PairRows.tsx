import { type PairRow, plainText, TokenText } from "@trafolab/viz";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useLab } from "../../app/context";
import { useFailure, useView } from "../../app/useView";
import { IconButton } from "../../ui/IconButton";
import { grouped } from "../../ui/numbers";
import { UsePairButton } from "../pairs/UsePairButton";
import { textOf } from "./pairWords";

/** So many pairs are listed at a time. */
const COUNT = 50;

/** The single pairs of a set; one can be made the prompt. */
export function PairRows({ name }: { name: string }) {
  const [start, setStart] = useState(0);
  const params = { name, start, count: COUNT };
  const seen = useView("pairs", params);
  const failure = useFailure("pairs", params);
  const clean = useLab((lab) => textOf(lab.state?.clean));
  const corrupt = useLab((lab) => textOf(lab.state?.counterfactuals[0]));
  if (failure !== null) return <p className="note-warn">{failure}</p>;
  if (!seen || seen.data.name !== name) return <small>Reading the pairs…</small>;
  const { rows, n_pairs } = seen.data;
  return (
    <>
      <ol className="pair-rows" data-late={seen.late ? "" : undefined}>
        {rows.map((row) => (
          <Row
            key={row.index}
            set={name}
            row={row}
            current={row.clean === clean && row.corrupt === corrupt}
          />
        ))}
      </ol>
      {n_pairs > COUNT && <Pages start={start} total={n_pairs} onStart={setStart} />}
    </>
  );
}

function Row({ set, row, current }: { set: string; row: PairRow; current: boolean }) {
  const { index, clean, corrupt, answer, distractor, n_tokens } = row;
  return (
    <li data-pair={index} data-current={current ? "" : undefined}>
      <small>{index}</small>
      <span className="clip mono" title={clean}>
        {plainText(clean)}
      </span>
      <span className="clip mono dim" title={corrupt}>
        {plainText(corrupt)}
      </span>
      <span className="mono">
        <TokenText text={answer} />
        {distractor !== null && (
          <>
            {" − "}
            <TokenText text={distractor} />
          </>
        )}
      </span>
      <small>{n_tokens} tokens</small>
      <UsePairButton name={set} index={index} current={current} />
    </li>
  );
}

interface PagesProps {
  readonly start: number;
  readonly total: number;
  readonly onStart: (start: number) => void;
}

function Pages({ start, total, onStart }: PagesProps) {
  const end = Math.min(total, start + COUNT);
  return (
    <div className="form-row">
      <IconButton
        label="Pairs before these"
        icon={<ChevronLeft size={14} />}
        disabled={start === 0}
        onClick={() => onStart(Math.max(0, start - COUNT))}
      />
      <small>
        {start} to {end - 1} of {grouped(total)}
      </small>
      <IconButton
        label="Pairs behind these"
        icon={<ChevronRight size={14} />}
        disabled={end >= total}
        onClick={() => onStart(end)}
      />
    </div>
  );
}
