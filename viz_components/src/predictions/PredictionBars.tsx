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
  /** What it is in the number under study. */
  role: "answer" | "distractor" | null;
}

export interface PredictionBarsProps {
  rows: readonly Prediction[];
  /** So many are the most probable; those behind them are there for what they are in the number under study. */
  largest: number;
  /** `against` where Shift was held. */
  onSelect?: ((row: Prediction, against: boolean) => void) | undefined;
  /** The row under the pointer or the focus; null when there is none any more. */
  onPoint?: ((row: Prediction | null, against: boolean) => void) | undefined;
}

/** Next tokens by probability: filled bars are live, dashed ones without interventions. Of what is measured the most
 * probable answer, and the most probable of what it is measured against, stay in sight wherever the rows are scrolled. */
export function PredictionBars(props: PredictionBarsProps) {
  const { rows } = props;
  const held = rows.filter(
    (row, at) => row.role !== null && rows.findIndex(({ role }) => role === row.role) === at,
  );
  return (
    <ol className="tf-predictions">
      {rows.map((row, at) => (
        <OneRow key={row.id} {...props} row={row} at={at} above={held.indexOf(row)} held={held.length} />
      ))}
    </ol>
  );
}

interface OneRowProps extends PredictionBarsProps {
  readonly row: Prediction;
  readonly at: number;
  /** Of a row that stays in sight: how many such stand above it; −1 of any other. */
  readonly above: number;
  /** How many such there are. */
  readonly held: number;
}

function OneRow({ row, at, above, held, ...props }: OneRowProps) {
  return (
    <li
      data-testid="prediction"
      data-token={row.token}
      data-prob={row.prob}
      data-plain-prob={row.plain_prob}
      data-role={row.role ?? undefined}
      data-held={above < 0 ? undefined : ""}
      data-apart={at === props.largest && at > 0 ? "" : undefined}
      style={above < 0 ? undefined : { top: rowsOf(above), bottom: rowsOf(held - 1 - above) }}
    >
      <button
        type="button"
        className="tf-prediction"
        title={describe(row, props.onSelect !== undefined)}
        {...events(props, row)}
      >
        <Sign role={row.role} />
        <Row row={row} />
      </button>
    </li>
  );
}

function rowsOf(count: number): string {
  return `calc(${count} * var(--tf-prediction-row))`;
}

/** Shift may be pressed while a row is pointed at, and let go of. */
function events({ onSelect, onPoint }: Pick<PredictionBarsProps, "onSelect" | "onPoint">, row: Prediction) {
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
function Sign({ role }: { role: Prediction["role"] }) {
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

function describe(row: Prediction, measurable: boolean): string {
  const lines = [
    `${visibleText(row.token)} (token ${row.id})`,
    `live: probability ${percent(row.prob)}, logit ${signed(row.logit, 3)}`,
    `plain: probability ${percent(row.plain_prob)}, logit ${signed(row.plain_logit, 3)}`,
  ];
  if (measurable) lines.push(MEASURE);
  return lines.join("\n");
}

const MEASURE = "click: measure it as the answer; Shift click: as what the answer is measured against";
