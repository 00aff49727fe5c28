import { compact, percent } from "../../format";
import type { Cell } from "../../heatmap/cells";
import { numbers } from "../../tensor";
import { TokenText } from "../../tokens/TokenText";
import { visibleText } from "../../tokens/visibleText";
import { type LensProps, useWords, valueAt } from "./lensCells";

/** One cell's most probable tokens, and what it says of the one that is measured. */
export function LensDetail({ data, tensors, params, cell }: LensProps & { readonly cell: Cell }) {
  const at = (data.streams.length - 1 - cell.row) * data.tokens.length + cell.col;
  const k = tensors.ids?.shape[2] ?? 0;
  const words = useWords(data);
  const top = Array.from({ length: k }, (_, i) => ({
    id: tensors.ids?.data[at * k + i] ?? -1,
    prob: tensors.probs ? (numbers(tensors.probs)[at * k + i] ?? 0) : 0,
  }));
  const wordOf = (id = -1) => words.get(id) ?? String(id);
  const said = (which = "") => {
    const of = (name: string) => valueAt(tensors[name + which], at);
    return `${percent(of("prob"))}, logit ${compact(of("logit"))}, rank ${of("rank")}`;
  };
  const follows = visibleText(data.tokens[cell.col + 1] ?? "next");
  const measured = {
    top: visibleText(wordOf(top[0]?.id)),
    token: visibleText(data.token.text),
    next: follows,
  }[params.of];
  return (
    <p className="tf-view-note tf-lens-detail" aria-live="polite">
      <b>{data.streams[data.streams.length - 1 - cell.row]}</b> after{" "}
      <span className="tf-mono">
        <TokenText text={data.tokens[cell.col] ?? ""} />
      </span>{" "}
      ({data.first + cell.col}):{" "}
      {top.map(({ id, prob }, i) => (
        <span key={id}>
          {i > 0 && " "}
          <span className="tf-mono">
            <TokenText text={wordOf(id)} />
          </span>{" "}
          {percent(prob)}
        </span>
      ))}
      {(params.of !== "top" || data.minus !== null) && !Number.isNaN(valueAt(tensors.prob, at)) && (
        <span>
          ; <span className="tf-mono">{measured}</span>
          {data.minus === null ? `: ${said()}` : ` ${data.run}: ${said()}; ${data.minus}: ${said("_minus")}`}
        </span>
      )}
    </p>
  );
}
