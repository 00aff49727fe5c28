import { useMemo } from "react";
import { DivergingBars } from "../bars/DivergingBars";
import { Segments } from "../controls/Segments";
import { compact, percent, signed } from "../format";
import { reachOf } from "../heatmap/cells";
import { Legend } from "../Legend";
import { numbers } from "../tensor";
import { ColouredText } from "../tokens/ColouredText";
import { TokenText } from "../tokens/TokenText";
import { visibleText } from "../tokens/visibleText";
import { largestOf, restOf } from "./largest";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"token_loss">;

/** How surprising each token of the prompt is. */
function TokenLoss(props: Props) {
  const { data, params, change } = props;
  const shown = useShown(props);
  return (
    <>
      <div className="tf-view-controls">
        <Segments label="of" value={params.of} options={OF} onChange={(of) => change({ of })} />
        <Segments
          label="run"
          value={data.same ? "live" : params.show}
          options={data.same ? { live: "live" } : RUNS}
          onChange={(show) => change({ show })}
        />
        <Segments label="as" value={params.face} options={FACES} onChange={(face) => change({ face })} />
      </div>
      <Means data={data} />
      {params.face === "text" ? <Text {...props} shown={shown} /> : <Bars {...props} shown={shown} />}
    </>
  );
}

const OF = { loss: "loss", prob: "probability" };
const RUNS = { live: "live", plain: "plain", difference: "difference" };
const FACES = { text: "text", bars: "bars" };

/** The mean loss of each run. */
function Means({ data }: Pick<Props, "data">) {
  const { mean_live: live, mean_plain: plain, same } = data;
  if (live === null || plain === null)
    return <p className="tf-view-note">There is no mean loss: some token has none that is finite.</p>;
  return (
    <p className="tf-view-note">
      mean loss <b>{live.toFixed(3)}</b> nats a token
      {same
        ? "; nothing acts, so that live and plain are one run"
        : ` live, ${plain.toFixed(3)} plain (${signed(live - plain, 3)})`}
    </p>
  );
}

interface Shown {
  readonly values: Float32Array;
  readonly scale: "sequential" | "diverging";
  readonly domain: readonly [number, number];
  readonly note: (at: number) => string;
}

/** What is chosen of each token, and in which colours. */
function useShown({ data, tensors, params }: Props): Shown {
  const { of, show } = params;
  return useMemo(() => {
    const [live, plain] = [valuesOf(tensors.live), valuesOf(tensors.plain)];
    const turned = (loss: number | undefined) =>
      of === "loss" ? (loss ?? Number.NaN) : Math.exp(-(loss ?? Number.NaN));
    const one = show === "plain" ? plain : live;
    const different = show === "difference" && !data.same;
    const values = one.map((loss, at) => (different ? turned(loss) - turned(plain[at]) : turned(loss)));
    return {
      values,
      scale: different ? "diverging" : "sequential",
      // One end for both runs, so that a colour means the same in each.
      domain: different ? gain(of, values) : of === "prob" ? [0, 1] : [0, reachOf(live, plain)],
      note: (at) => noteOf(live[at] ?? Number.NaN, plain[at] ?? Number.NaN, data.same),
    };
  }, [data.same, tensors, of, show]);
}

function valuesOf(tensor: Props["tensors"][string] | undefined): Float32Array {
  return tensor ? numbers(tensor) : new Float32Array();
}

/** The ends of a difference's colours: what is more likely is blue, which is a smaller loss. */
function gain(of: Props["params"]["of"], values: Float32Array): readonly [number, number] {
  const reach = reachOf(values);
  return of === "loss" ? [reach, -reach] : [-reach, reach];
}

function noteOf(live: number, plain: number, same: boolean): string {
  const of = (loss: number) => `loss ${compact(loss)} nats, probability ${percent(Math.exp(-loss))}`;
  return same ? of(live) : `live ${of(live)}; plain ${of(plain)}`;
}

interface FaceProps extends Props {
  readonly shown: Shown;
}

function Text({ data, params, shown }: FaceProps) {
  const { pointed, point, read, position } = useLink();
  const { values, scale, domain, note } = shown;
  const at = pointed?.query ?? null;
  const token = at === null ? undefined : data.tokens[at];
  const said = token !== undefined && at !== null ? `${visibleText(token)} (${at}): ${note(at)}` : "";
  return (
    <div className="tf-view-text">
      <ColouredText
        tokens={data.tokens}
        values={values}
        scale={scale}
        domain={domain}
        hovered={at}
        focus={position}
        onHover={(at) => point(at === null ? null : { query: at, key: null })}
        onSelect={read}
        note={note}
        label="Each token by its loss"
      />
      <footer className="tf-view-foot">
        <Legend scale={scale} domain={domain} label={params.of === "loss" ? "loss in nats" : "probability"} />
        <small>{said || (scale === "diverging" ? MINUS : NOTHING)}</small>
      </footer>
    </div>
  );
}

/** A bar for each token; of a long prompt the largest. */
function Bars({ data, params, shown }: FaceProps) {
  const { pointed, point, read } = useLink();
  const { values } = shown;
  const places = useMemo(() => largestOf(values, MOST), [values]);
  const bars = places.map((at) => ({
    name: `${at} ${visibleText(data.tokens[at] ?? "")}`,
    label: (
      <span className="tf-source" title={shown.note(at)}>
        <small>{at}</small>
        <TokenText text={data.tokens[at] ?? ""} />
      </span>
    ),
    value: values[at] ?? 0,
  }));
  const atOf = (name: string | null) => places[bars.findIndex((bar) => bar.name === name)] ?? null;
  const small = values.filter((value) => !Number.isNaN(value)).length - places.length;
  const name = params.of === "loss" ? "loss in nats" : "probability";
  return (
    <div className="tf-view-text">
      <DivergingBars
        bars={bars}
        hovered={bars[places.indexOf(pointed?.query ?? -1)]?.name ?? null}
        onHover={(name) => point(atOf(name) === null ? null : { query: atOf(name), key: null })}
        onSelect={(name) => {
          const at = atOf(name);
          if (at !== null) read(at);
        }}
        unsigned={shown.scale === "sequential"}
        turned={shown.domain[0] > shown.domain[1]}
        label={`Each token's ${name}`}
      />
      <small className="tf-view-note">
        {name}
        {shown.scale === "diverging" && `, ${MINUS}`}
        {small > 0 &&
          `; the ${places.length} largest, ${small} others come to ${compact(restOf(values, places))}`}
      </small>
    </div>
  );
}

const MOST = 60;
/** Keeps the line where words come. */
const NOTHING = "\u00a0";
const MINUS = "live minus plain; blue: more likely than plain";

export const token_loss: View<"token_loss"> = {
  title: "Loss",
  subjects: ["prompt"],
  ask: () => ({ of: "loss", show: "live", face: "text" }),
  Component: TokenLoss,
};
