// What an intervention is, in words; nothing here knows an operation by name.
import { type Intervention, visibleText } from "@trafolab/viz";

/** `ablate zero, all positions`; `freeze pattern, snapshot of plain clean, at Hart (5)`. */
export function describe({ operation, source, positions }: Intervention): string {
  const { op, ...fields } = operation;
  const values = Object.values(fields).filter((value) => value !== null);
  const what = [op, ...values.map((value) => visibleText(String(value), 30))].join(" ");
  return [what, from(source), where(positions)].filter(Boolean).join(", ");
}

function from(source: Intervention["source"]): string {
  switch (source.kind) {
    case "none":
      return "";
    case "prompt":
      return `from ${source.prompt} (${source.donor})`;
    case "snapshot":
      return `snapshot of ${source.run.interventions} ${source.run.prompt}, ${source.n_tokens} tokens`;
    case "constant":
      return `mean over ${source.reference}, n = ${source.n}`;
    default:
      return source satisfies never;
  }
}

function where(positions: Intervention["positions"]): string {
  if (positions === "all") return "all positions";
  const places = positions.map(({ index, token }) => `${visibleText(token, 16)} (${index})`);
  return `at ${places.join(", ")}`;
}

/** What “plain” stands for. */
export const PLAIN_MEANS = "without Trafolab's interventions; your own hooks and weights stay";

/** What |Δ| stands for wherever it is shown. */
export const DELTA_MEANS = "|Δ|: Frobenius norm of what it changed";

/** `fired 1×, |Δ| 3.2`. */
export function proofOf({ state, fired, delta_norm }: Intervention["status"]): string {
  if (state === "pending") return "waiting for a run";
  const times =
    fired.cell === null ? `fired ${fired.page}×` : `fired ${fired.page}× here, ${fired.cell}× in a cell`;
  return delta_norm === null ? times : `${times}, |Δ| ${delta_norm.toPrecision(3)}`;
}
