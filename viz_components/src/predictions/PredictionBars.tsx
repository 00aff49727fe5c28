import type { FocusEvent, KeyboardEvent, MouseEvent } from "react";
import { percent, percentChange, signed } from "../format";
import { TokenText } from "../tokens/TokenText";
import { visibleText } from "../tokens/visibleText";

/** A candidate for the next token, under the interventions and without them. */
export interface Prediction {
  id: number;
  token: string;
  prob: number;
  plain_prob: number;
  logit: number;
  plain_logit: number;
}

export interface PredictionBarsProps {
  rows: readonly Prediction[];
  /** By a token's id: what it is in the number under study. */
  roles?: ReadonlyMap<number, "answer" | "distractor"> | undefined;
  /** `against` where Shift was held. */
  onSelect?: ((row: Prediction, against: boolean) => void) | undefined;
  /** The row under the pointer or the focus; null when there is none any more. */
  onPoint?: ((row: Prediction | null, against: boolean) => void) | undefined;
}

/** Next tokens by probability: filled bars are live, dashed ones without interventions. */
export function PredictionBars(props: PredictionBarsProps) {
  const { rows, roles } = props;
  return (
    <ol className="tf-predictions">
      {rows.map((row) => (
        <li
          key={row.id}
          data-testid="prediction"
          data-token={row.token}
          data-prob={row.prob}
          data-plain-prob={row.plain_prob}
          data-role={roles?.get(row.id)}
        >
          <button type="button" className="tf-prediction" title={describe(row)} {...events(props, row)}>
            <Sign role={roles?.get(row.id)} />
            <Row row={row} />
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Shift may be pressed while a row is pointed at, and let go of. */
function events({ onSelect, onPoint }: PredictionBarsProps, row: Prediction) {
  const shifted = (event: KeyboardEvent) => event.key === "Shift" && onPoint?.(row, event.shiftKey);
  return {
    onClick: (event: MouseEvent) => onSelect?.(row, event.shiftKey),
    onPointerMove: (event: MouseEvent) => onPoint?.(row, event.shiftKey),
    onPointerLeave: () => onPoint?.(null, false),
    onFocus: (event: FocusEvent) => event.target.matches(":focus-visible") && onPoint?.(row, false),
    onBlur: () => onPoint?.(null, false),
    onKeyDown: shifted,
    onKeyUp: shifted,
  };
}

/** The sign by which a token goes into a difference. */
function Sign({ role }: { role: "answer" | "distractor" | undefined }) {
  if (!role) return <span />;
  return (
    <span className="tf-prediction-role" role="img" aria-label={role} title={`the metric's ${role}`}>
      {role === "answer" ? "+" : "−"}
    </span>
  );
}

function Row({ row }: { row: Prediction }) {
  const change = percentChange(row.prob, row.plain_prob);
  return (
    <>
      <span className="tf-prediction-token">
        <TokenText text={row.token} />
      </span>
      <span className="tf-prediction-bars" aria-hidden="true">
        <i style={{ width: `${row.prob * 100}%` }} />
        <u style={{ width: `${row.plain_prob * 100}%` }} />
      </span>
      <span className="tf-prediction-prob">{percent(row.prob)}</span>
      <span
        className="tf-prediction-delta"
        data-sign={change === "" ? "0" : row.prob > row.plain_prob ? "+" : "-"}
      >
        {change}
      </span>
    </>
  );
}

function describe(row: Prediction): string {
  return [
    `${visibleText(row.token)} (token ${row.id})`,
    `live: probability ${percent(row.prob)}, logit ${signed(row.logit, 3)}`,
    `plain: probability ${percent(row.plain_prob)}, logit ${signed(row.plain_logit, 3)}`,
    "click: measure it as the answer; Shift click: as what the answer is measured against",
  ].join("\n");
}
