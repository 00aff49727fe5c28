import { useMemo } from "react";
import { DivergingBars } from "../bars/DivergingBars";
import { Segments } from "../controls/Segments";
import { compact, percent, signed } from "../format";
import { domainOf } from "../heatmap/cells";
import { Legend } from "../Legend";
import { numbers } from "../tensor";
import { ColouredText } from "../tokens/ColouredText";
import { TokenText } from "../tokens/TokenText";
import { visibleText } from "../tokens/visibleText";
import { useHeld } from "../useHeld";
import { AtToken } from "./AtToken";
import { ContrastChoice, ContrastName } from "./ContrastChoice";
import { largestOf, restOf } from "./largest";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"source_attribution">;

/** Through one head, what each source token gives to a difference of logits. */
function SourceAttribution(props: Props) {
  const { data, params, change } = props;
  return (
    <>
      <div className="tf-view-controls">
        <ContrastChoice contrast={data.contrast} answer={params.answer} change={change} />
      </div>
      <div className="tf-view-controls">
        <Segments label="run" value={params.run} options={RUNS} onChange={(run) => change({ run })} />
        <Segments label="as" value={params.face} options={FACES} onChange={(face) => change({ face })} />
      </div>
      <p className="tf-view-note">
        {data.head} gives <b>{signed(data.head_total, 3)}</b> of <ContrastName contrast={data.contrast} />{" "}
        {signed(data.total, 3)} logits{" "}
        <AtToken text={data.tokens[data.position] ?? ""} position={data.position} />
        {Math.abs(data.rest) > 0.001 && `; ${signed(data.rest, 3)} of that by what acts on its z`}
      </p>
      {params.face === "bars" ? <Sources {...props} /> : <Text {...props} />}
    </>
  );
}

const RUNS = { live: "live", plain: "plain" };
const FACES = { bars: "bars", text: "text" };

/** A bar for each source; of a long prompt the largest, and what the others come to. */
function Sources({ data, tensors }: Props) {
  const { pointed, point, read } = useLink();
  const { given, attention } = useValues(tensors);
  const shown = useMemo(() => largestOf(given, MOST), [given]);
  const bars = shown.map((at) => ({
    name: `${at} ${visibleText(data.tokens[at] ?? "")}`,
    label: <Source at={at} text={data.tokens[at] ?? ""} attention={attention[at] ?? 0} />,
    value: given[at] ?? 0,
  }));
  const nameOf = (at: number | null | undefined) => bars[shown.indexOf(at ?? -1)]?.name ?? null;
  const atOf = (name: string | null) => shown[bars.findIndex((bar) => bar.name === name)] ?? null;
  const small = given.length - shown.length;
  return (
    <div className="tf-view-text">
      <DivergingBars
        bars={
          small > 0 ? [...bars, { name: `${small} smaller`, value: restOf(given, shown), rest: true }] : bars
        }
        hovered={nameOf(pointed?.key)}
        onHover={(name) => point(atOf(name) === null ? null : { query: data.position, key: atOf(name) })}
        onSelect={(name) => {
          const at = atOf(name);
          if (at !== null) read(at);
        }}
        label={`What each source token gives through ${data.head}`}
      />
      <small className="tf-view-note">
        per cent: attention to the token; bars: what comes from it, in logits
      </small>
    </div>
  );
}

function Source({ at, text, attention }: { at: number; text: string; attention: number }) {
  return (
    <span className="tf-source" title={`attention ${percent(attention)}`}>
      <small>{at}</small>
      <TokenText text={text} />
      <small>{percent(attention)}</small>
    </span>
  );
}

const MOST = 40;

/** The same over the prompt's text. */
function Text({ data, tensors }: Props) {
  const { pointed, point, read } = useLink();
  const { given, attention } = useValues(tensors);
  const ends = useMemo(() => domainOf(given, "diverging"), [given]);
  const domain = useHeld(ends, JSON.stringify([data.head, data.position, data.contrast, data.tokens]));
  return (
    <div className="tf-view-text">
      <ColouredText
        tokens={data.tokens}
        values={given}
        scale="diverging"
        domain={domain}
        hovered={pointed?.key ?? null}
        focus={data.position}
        onHover={(at) => point(at === null ? null : { query: data.position, key: at })}
        onSelect={read}
        note={(at) => `${compact(given[at] ?? Number.NaN)} logits, attention ${percent(attention[at] ?? 0)}`}
        label={`What each source token gives through ${data.head}`}
      />
      <footer className="tf-view-foot">
        <Legend scale="diverging" domain={domain} label="logits" />
      </footer>
    </div>
  );
}

function useValues({ attribution, attention }: Props["tensors"]) {
  return useMemo(
    () => ({
      given: attribution ? numbers(attribution) : new Float32Array(),
      attention: attention ? numbers(attention) : new Float32Array(),
    }),
    [attribution, attention],
  );
}

export const source_attribution: View<"source_attribution"> = {
  title: "Sources",
  subjects: ["head"],
  ask: ({ component, position }) => ({
    head: component,
    position,
    run: "live",
    answer: null,
    distractor: null,
    face: "bars",
  }),
  Component: SourceAttribution,
};
