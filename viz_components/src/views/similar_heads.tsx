import { useMemo } from "react";
import { Segments } from "../controls/Segments";
import { Select } from "../controls/Select";
import { HeadGallery, type PointedTile } from "../gallery/HeadGallery";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import { numbers } from "../tensor";
import { useLink } from "./link";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"similar_heads">;

/** A head, and behind it those that are most like it. */
function SimilarHeads(props: Props) {
  const { data } = props;
  const { select, selected, whole } = useLink();
  const [at, setAt] = useHover<PointedTile>();
  const { shown, miniatures, domain } = useGallery(props);
  return (
    <>
      <Controls {...props} />
      <HeadGallery
        shown={shown}
        miniatures={miniatures}
        domain={domain}
        perRow={0}
        selected={selected}
        onSelect={select}
        onPoint={setAt}
        maxHeight={whole ? 4000 : 620}
        label={`Heads like ${data.head}, the most similar first`}
      />
      <footer className="tf-view-foot">
        <Legend
          scale={domain[0] < 0 ? "diverging" : "sequential"}
          domain={domain}
          label={MEASURES[data.by]}
        />
        <output className="tf-mono">
          {at ? `${at.head.name} ${at.head.score.toFixed(3).replace("-", "−")}` : ""}
        </output>
        <small>{noteOf(data)}</small>
      </footer>
    </>
  );
}

function Controls({ data, params, change }: Props) {
  return (
    <div className="tf-view-controls">
      <Select label="alike in" value={params.by} options={BY} onChange={(by) => change({ by })} />
      <Segments label="on" value={params.on} options={INPUTS} onChange={(on) => change({ on })} />
      {params.on === "prompt" && (
        <Select
          label="run"
          value={params.run}
          options={data.runs.map((name) => [name, name] as const)}
          onChange={(run) => change({ run })}
        />
      )}
    </div>
  );
}

const INPUTS = { prompt: "the prompt", repeated: "repeated tokens" };
const BY: readonly (readonly [Props["params"]["by"], string])[] = [
  ["pattern", "pattern"],
  ["rows", "pattern, row by row"],
  ["ov", "OV weights"],
  ["qk", "QK weights"],
];
const MEASURES = {
  pattern: "cosine of patterns",
  rows: "1 − Jensen–Shannon divergence",
  ov: "cosine of W_V W_O",
  qk: "cosine of W_Q W_Kᵀ",
};

function useGallery({ data, tensors }: Props) {
  const { patterns, similarity } = tensors;
  const shown = useMemo(() => {
    const scores = similarity ? numbers(similarity) : new Float32Array();
    return data.heads.map((name, index) => ({ name, index, score: scores[index] ?? Number.NaN }));
  }, [data.heads, similarity]);
  const miniatures = useMemo(() => {
    const pixels = patterns?.dtype === "uint8" ? patterns.data : new Uint8Array();
    return { size: data.size, heads: data.heads, data: pixels };
  }, [patterns, data.size, data.heads]);
  const signed = data.by === "ov" || data.by === "qk";
  const domain = useMemo(() => [signed ? -1 : 0, 1] as const, [signed]);
  return { shown, miniatures, domain };
}

function noteOf({ head, heads, n_heads, by, hide_bos, on }: Props["data"]): string {
  const weights = by === "ov" || by === "qk";
  const notes = [`${head}, and the ${heads.length - 1} of ${n_heads - 1} other heads that are most like it`];
  if (weights) notes.push("pictures: attention; the numbers are of weights alone");
  if (on === "repeated") notes.push("random tokens that come twice, no interventions");
  if (hide_bos && !weights) notes.push("first token left out, rows renormalised");
  return notes.join("; ");
}

export const similar_heads: View<"similar_heads"> = {
  title: "Similar heads",
  subjects: ["head"],
  ask: ({ component, hideBos }) => ({
    head: component,
    by: "pattern",
    run: "live",
    on: "prompt",
    hide_bos: hideBos,
    k: 12,
    max_size: 32,
  }),
  Component: SimilarHeads,
};
