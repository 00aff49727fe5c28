import { useMemo } from "react";
import { type Bar, DivergingBars } from "../bars/DivergingBars";
import { Segments } from "../controls/Segments";
import { compact, signed } from "../format";
import { useHover } from "../hover";
import type { Writer } from "../protocol/gen";
import { PointNote, PointRuns } from "./AtPoint";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"writers">;

/** What each part of the model wrote into the stream at one place, as a share of what it holds. */
function Writers(props: Props) {
  const { data } = props;
  const [hovered, setHovered] = useHover<string>();
  const pointed = data.rows.find(({ component }) => component === hovered);
  return (
    <>
      <Controls {...props} />
      <PointNote data={data} />
      {data.norm > 0 ? (
        <Bars {...props} hovered={hovered} onHover={setHovered} />
      ) : (
        <p className="tf-view-note">{nothing(data)}</p>
      )}
      <footer className="tf-view-foot">
        <output>{pointed ? described(pointed) : LEGENDS[props.params.measure]}</output>
      </footer>
    </>
  );
}

const LEGENDS = {
  share: "share of what the stream holds, written along it; all sum to 1",
  norm: "norm of what was written, in whatever direction",
};

function Controls({ data, params, change }: Props) {
  return (
    <div className="tf-view-controls">
      <PointRuns data={data} params={params} change={change} />
      <Segments label="by" value={params.by} options={PARTS} onChange={(by) => change({ by })} />
      <Segments
        label="as"
        value={params.measure}
        options={MEASURES}
        onChange={(measure) => change({ measure })}
      />
    </div>
  );
}

const PARTS = { component: "component", layer: "layer" };
const MEASURES = { share: "share", norm: "norm" };

interface BarsProps extends Props {
  readonly hovered: string | null;
  readonly onHover: (name: string | null) => void;
}

function Bars({ data, params, change, hovered, onHover }: BarsProps) {
  const { selected, select } = useLink();
  const { rows, n_rest, rest } = data;
  const bars = useMemo(() => {
    const shown: Bar[] = rows.map((row) => ({
      name: row.component,
      value: row[params.measure],
      rest: !PART.test(row.component),
    }));
    const others = { name: `${n_rest} smaller`, value: rest, rest: true };
    return n_rest > 0 && params.measure === "share" ? [...shown, others] : shown;
  }, [rows, params.measure, n_rest, rest]);
  const all = n_rest === 0;
  return (
    <div className="tf-view-text">
      <DivergingBars
        bars={bars}
        selected={selected}
        onSelect={select}
        hovered={hovered}
        onHover={onHover}
        label={`Who wrote ${data.point} at position ${data.position}`}
      />
      {(!all || params.k > FEW) && (
        <button type="button" className="tf-quiet" onClick={() => change({ k: all ? FEW : MOST })}>
          {all ? `the ${FEW} largest` : `all ${rows.length + n_rest}`}
        </button>
      )}
    </div>
  );
}

/** What can be selected: biases, and what interventions added, can't. */
const PART = /^(L\d+H\d+|(attn|mlp)\.\d+|embed|pos_embed)$/;
const FEW = 24;
const MOST = 2000;

function described({ component, share, norm, cosine }: Writer): string {
  return `${component}: share ${signed(share, 3)}, norm ${compact(norm)}, cosine with the stream ${signed(cosine, 2)}`;
}

function nothing({ run, against }: Props["data"]): string {
  return against === null ? "The stream is zero here." : `${run} and ${against} hold the same here.`;
}

export const writers: View<"writers"> = {
  title: "Writers",
  subjects: ["resid", "prompt"],
  ask: ({ component, position }) => ({
    point: component === "" ? null : component,
    position,
    run: "live",
    against: null,
    by: "component",
    measure: "share",
    k: FEW,
  }),
  Component: Writers,
};
