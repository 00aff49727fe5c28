import { percent, percentChange } from "../format";
import { TokenText } from "../tokens/TokenText";
import { labelText, visibleText } from "../tokens/visibleText";

/** A candidate for the next token in two states. */
export interface ComparedPrediction {
  id: number;
  token: string;
  prob_a: number;
  prob_b: number;
  logit_a: number;
  logit_b: number;
}

export interface PairedBarsProps {
  rows: readonly ComparedPrediction[];
  /** What the two states are called. */
  names: readonly [string, string];
}

/** Next tokens: one bar for each of two states, and the first less the second in points of a percent. */
export function PairedBars({ rows, names }: PairedBarsProps) {
  return (
    <table className="tf-pairs">
      <thead>
        <tr>
          <th scope="col" className="tf-pairs-token">
            token
          </th>
          <td />
          <StateHead side="a" name={names[0]} />
          <StateHead side="b" name={names[1]} />
          <th scope="col" title={`${names[0]} − ${names[1]}, in points of a percent`}>
            difference
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} names={names} />
        ))}
      </tbody>
    </table>
  );
}

/** A state's name behind a piece of its bar. */
function StateHead({ side, name }: { side: "a" | "b"; name: string }) {
  return (
    <th scope="col" title={name}>
      <i data-side={side} /> {labelText(name, LONGEST)}
    </th>
  );
}

const LONGEST = 8;

function Row({ row, names }: { row: ComparedPrediction; names: readonly [string, string] }) {
  const change = percentChange(row.prob_a, row.prob_b);
  return (
    <tr
      data-testid="compared"
      data-token={row.token}
      data-prob-a={row.prob_a}
      data-prob-b={row.prob_b}
      title={describe(row, names)}
    >
      <th scope="row" className="tf-pairs-token">
        <TokenText text={row.token} />
      </th>
      <td className="tf-pairs-bars" aria-hidden="true">
        <i data-side="a" style={{ width: `${row.prob_a * 100}%` }} />
        <i data-side="b" style={{ width: `${row.prob_b * 100}%` }} />
      </td>
      <td>{percent(row.prob_a)}</td>
      <td>{percent(row.prob_b)}</td>
      <td data-sign={change === "" ? "0" : row.prob_a > row.prob_b ? "+" : "-"}>{change}</td>
    </tr>
  );
}

function describe({ token, ...row }: ComparedPrediction, [a, b]: readonly [string, string]): string {
  const of = (prob: number, logit: number) => `${percent(prob)}, logit ${logit.toFixed(2)}`;
  return `${visibleText(token)}\n${a}: ${of(row.prob_a, row.logit_a)}\n${b}: ${of(row.prob_b, row.logit_b)}`;
}
