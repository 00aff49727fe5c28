import { type CompareData, PairedBars, TokenText } from "@trafolab/viz";
import { useMemo } from "react";
import { useReadPosition } from "../../app/useReadPosition";
import { byChange } from "./differences";
import { MetricsCompared } from "./MetricsCompared";
import { StateCard } from "./StateCard";
import { Swatch } from "./Swatch";

/** Prompt, interventions, metric and predictions of both states, with what differs marked. */
export function StatesCompared({ data }: { data: CompareData }) {
  const { a, b, rows } = data;
  const ordered = useMemo(() => byChange(rows), [rows]);
  return (
    <div className="compare-states">
      <StateCard side="a" state={a} other={b} />
      <StateCard side="b" state={b} other={a} />
      <MetricsCompared a={a} b={b} />
      <section aria-label="Predictions of both states">
        <h3>
          Predictions <small>largest change first</small>
        </h3>
        <After data={data} />
        <PairedBars rows={ordered} names={[a.name, b.name]} />
      </section>
    </div>
  );
}

/** After which token; of each state where it is not the same one. */
function After({ data }: { data: CompareData }) {
  const { a, b, position } = data;
  const { asked } = useReadPosition();
  const inB = positionInB(data, asked);
  if (position === inB && a.prompt[position] === b.prompt[inB])
    return (
      <p className="compare-after dim">
        after <Read prompt={a.prompt} position={position} />
      </p>
    );
  return (
    <p className="compare-after dim">
      <span>
        <Swatch side="a" name={a.name} /> after <Read prompt={a.prompt} position={position} />
      </span>
      <span>
        <Swatch side="b" name={b.name} /> after <Read prompt={b.prompt} position={inB} />
      </span>
    </p>
  );
}

/** From the end where it was asked for so, else from the beginning. */
function positionInB({ a, b, position }: CompareData, asked: number): number {
  const index = asked < 0 ? position - a.prompt.length + b.prompt.length : position;
  return Math.max(0, Math.min(index, b.prompt.length - 1));
}

function Read({ prompt, position }: { prompt: readonly string[]; position: number }) {
  return (
    <>
      <span className="mono">
        <TokenText text={prompt[position] ?? ""} />
      </span>{" "}
      ({position})
    </>
  );
}
