import { useCallback, useMemo } from "react";
import { Entry } from "../controls/Entry";
import { Segments } from "../controls/Segments";
import { Select } from "../controls/Select";
import { arranged, type Order } from "../gallery/arrange";
import { HeadGallery, type PointedTile } from "../gallery/HeadGallery";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import { colouringBy } from "../map/colouringBy";
import { numbers } from "../tensor";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"heads">;

/** All heads at a glance, in the order of a score. */
function Heads(props: Props) {
  const { data, params } = props;
  const { select, selected, whole } = useLink();
  const [at, setAt] = useHover<PointedTile>();
  const { shown, miniatures, domain } = useGallery(props);
  const point = usePointing(props, setAt);
  const label = data.offered.find(({ name }) => name === data.score)?.label ?? data.score;
  return (
    <>
      <Controls {...props} />
      {shown.length === 0 ? (
        <p className="tf-view-note">No head has such a score and such a name.</p>
      ) : (
        <HeadGallery
          shown={shown}
          miniatures={miniatures}
          domain={domain}
          perRow={params.sort === "layer" && shown.length === data.heads.length ? evenly(data.heads) : 0}
          selected={selected}
          onSelect={select}
          onPoint={point}
          maxHeight={whole ? 4000 : 620}
          label={`Attention patterns of all heads, with ${label}`}
        />
      )}
      <footer className="tf-view-foot">
        <Legend scale={data.low < 0 ? "diverging" : "sequential"} domain={domain} label={label} />
        <output className="tf-mono">{at ? pointedAt(at, label) : ""}</output>
        <small>{noteOf(data, shown.length)}</small>
      </footer>
    </>
  );
}

function Controls({ data, params, change }: Props) {
  const least = useCallback((typed: string) => change({ least: numberIn(typed) }), [change]);
  const named = useCallback((typed: string) => change({ named: typed }), [change]);
  return (
    <div className="tf-view-controls">
      <Select
        label="score"
        value={params.score}
        options={data.offered.map(({ name, label }) => [name, label] as const)}
        onChange={(score) => change({ score })}
      />
      <Segments label="on" value={params.on} options={INPUTS} onChange={(on) => change({ on })} />
      {params.on === "prompt" && data.runs.length > 1 && (
        <Select
          label="run"
          value={params.run}
          options={data.runs.map((name) => [name, name] as const)}
          onChange={(run) => change({ run })}
        />
      )}
      <Select label="order" value={params.sort} options={ORDERS} onChange={(sort) => change({ sort })} />
      <Entry
        label="at least"
        hint="any"
        size={4}
        value={params.least === null ? "" : String(params.least)}
        onChange={least}
      />
      <Entry label="named" hint="L1…" size={4} value={params.named} onChange={named} />
    </div>
  );
}

const INPUTS = { prompt: "the prompt", repeated: "repeated tokens" };
const ORDERS: readonly (readonly [Order, string])[] = [
  ["layer", "by layer"],
  ["score", "largest first"],
  ["score_up", "smallest first"],
];

function useGallery({ data, tensors, params }: Props) {
  const { patterns, scores } = tensors;
  const { sort, least, named } = params;
  const values = useMemo(() => (scores ? numbers(scores) : new Float32Array()), [scores]);
  const shown = useMemo(
    () => arranged(data.heads, values, { sort, least, named }),
    [data.heads, values, sort, least, named],
  );
  const miniatures = useMemo(() => {
    const pixels = patterns?.dtype === "uint8" ? patterns.data : new Uint8Array();
    return { size: data.size, heads: data.heads, data: pixels };
  }, [patterns, data.size, data.heads]);
  const domain = useMemo(() => endsOf(data.low, data.high), [data.low, data.high]);
  return { shown, miniatures, domain };
}

/** Around zero both ends are as far away. */
function endsOf(low: number, high: number): readonly [number, number] {
  const reach = Math.max(-low, high);
  return low < 0 ? [-reach, reach] : [low, high];
}

/** A cell of a miniature is a place in the prompt, unless the heads look at another one. */
function usePointing({ data }: Props, setAt: (at: PointedTile | null) => void) {
  const { point } = useLink();
  const linked = data.on === "prompt" && (data.stamp.prompt === "clean" || data.stamp.prompt === "");
  return useCallback(
    (at: PointedTile | null) => {
      setAt(at);
      const cell = linked ? at?.cell : null;
      point(cell ? { query: cell.row * data.stride, key: cell.col * data.stride } : null);
    },
    [setAt, point, linked, data.stride],
  );
}

/** As many as each layer has; 0 where they differ. */
function evenly(heads: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const head of heads) {
    const layer = head.slice(0, head.indexOf("H"));
    counts.set(layer, (counts.get(layer) ?? 0) + 1);
  }
  const [first = 0, ...others] = new Set(counts.values());
  return others.length === 0 ? first : 0;
}

function pointedAt({ head }: PointedTile, label: string): string {
  const score = Number.isNaN(head.score) ? "has none" : head.score.toFixed(3).replace("-", "−");
  return `${head.name} ${label} ${score}`;
}

function noteOf(data: Props["data"], count: number): string {
  const where =
    data.on === "repeated" ? `${data.n_tokens} random tokens that come twice, no interventions` : "";
  const hidden = data.hide_bos ? "first token left out" : "";
  const part = count < data.heads.length ? `${count} of ${data.heads.length} heads` : "";
  return [data.says, where, hidden, part].filter((each) => each !== "").join("; ");
}

function numberIn(typed: string): number | null {
  const value = Number(typed.replace(",", ".").replace("−", "-"));
  return typed.trim() === "" || !Number.isFinite(value) ? null : value;
}

const ask: View<"heads">["ask"] = ({ hideBos }) => ({
  run: "live",
  on: "prompt",
  score: "induction",
  hide_bos: hideBos,
  max_size: 28,
  sort: "layer",
  least: null,
  named: "",
});

/** Before the name of a person's own score, which may be any. */
const OWN = "own:";

/** The scores as the map's colours; those on repeated tokens say nothing of the prompt. */
const PAINTS: NonNullable<View<"heads">["paints"]> = {
  choices: {
    induction: "induction",
    previous: "attention to the previous token",
    duplicate: "attention to duplicates",
    first: "attention to the first token",
    entropy: "entropy of attention",
    largest: "largest attention",
    copying: "copying score",
    "induction repeated": "induction on repeated tokens",
    "previous repeated": "previous token on repeated tokens",
    "duplicate repeated": "duplicates on repeated tokens",
  },
  // The map has its own pictures.
  own: (name) => OWN + name,
  label: labelOf,
  ask: (key, aim) => {
    if (key.startsWith(OWN)) return { ...ask(aim), score: key.slice(OWN.length), max_size: 6 };
    const [score = "", repeated] = key.split(" ");
    return { ...ask(aim), score, on: repeated ? "repeated" : "prompt", max_size: 6 };
  },
  colouring: (key, { heads, low, high }, { scores }) => {
    return scores ? colouringBy(heads, numbers(scores), labelOf(key), Math.max(-low, high)) : null;
  },
};

function labelOf(key: string): string {
  return PAINTS.choices[key] ?? key.replace(OWN, "");
}

export const heads: View<"heads"> = {
  title: "Heads",
  subjects: ["prompt"],
  ask,
  Component: Heads,
  paints: PAINTS,
};
