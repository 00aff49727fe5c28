import { useState } from "react";
import { ArchitectureMap } from "../map/ArchitectureMap";
import type { ArchitectureMapProps } from "../map/props";
import type { Structure } from "../protocol/gen";
import type { Example } from "./example";
import { mlpsOf, patternsOf } from "./mapData";
import { TOKENS } from "./prompt";
import { structureOf } from "./structures";

const ACTIONS = [
  { key: "a", label: "Ablate", glyph: "⊘" },
  { key: "f", label: "Freeze", glyph: "❄" },
];

type Given = Partial<ArchitectureMapProps>;

/** A map that answers to pointer and keys as the application would. */
function LiveMap({ structure, given }: { structure: Structure; given: Given }) {
  const [selection, setSelection] = useState<readonly string[]>(given.selection ?? []);
  const [hovered, setHovered] = useState<string | null>(null);
  const [data] = useState(() => ({ patterns: patternsOf(structure), mlps: mlpsOf(structure) }));
  return (
    <ArchitectureMap
      structure={structure}
      componentStates={{}}
      {...data}
      tokens={TOKENS.map((token) => token.text)}
      actions={ACTIONS}
      {...given}
      selection={selection}
      hovered={hovered}
      onSelect={(component, { additive }) => setSelection(additive ? [...selection, component] : [component])}
      onHover={setHovered}
      onActivate={given.onActivate ?? ignore}
      onAction={given.onAction ?? ignore}
    />
  );
}

const ignore = () => {};

const LENS = [
  { component: "resid_pre.0", token: " time", prob: 0.04, answer_prob: 0.001 },
  { component: "resid_post.0", token: " Hart", prob: 0.22, answer_prob: 0.22 },
  { component: "resid_post.1", token: " Hart", prob: 0.61, answer_prob: 0.61 },
];

const STATES = {
  L0H1: ["ablated"],
  L0H2: ["frozen"],
  L0H3: ["ablated"],
  L0H5: ["hooked", "ablated"],
  L1H3: ["frozen", "inactive"],
  L1H4: ["patched"],
  L1H5: ["weights-changed"],
  L1H7: ["steered", "scaled", "knocked-out"],
  L1H0: ["custom"],
  L1H1: ["error"],
  "mlp.0": ["ablated"],
  "mlp.1": ["ablated"],
  L1H6: ["kept"],
  "ln1.1": ["frozen"],
  "resid_pre.1": ["patched"],
  "attn.1": ["hooked"],
};

function example(name: string, structure: Structure, given: Given = {}): Example {
  return { name, width: 640, height: 560, render: () => <LiveMap structure={structure} given={given} /> };
}

const small = structureOf({ layers: 2, heads: 8 });
const values = Object.fromEntries(
  patternsOf(small).heads.map((head, index) => [head, Math.sin(index * 2.4) * 3]),
);

const PAINTED: ArchitectureMapProps["colourBy"] = {
  values: Object.fromEntries(Object.entries(values).map(([head, value]) => [head, Math.abs(value)])),
  label: "my numbers",
  scale: "sequential",
};
const FADED = new Set(Object.keys(values).filter((head) => Math.abs(values[head] ?? 0) < 1));
const GROUPS = [
  { name: "movers", members: ["L1H5", "L1H6"] },
  { name: "duplicate token heads", members: ["L0H2", "L1H6"] },
];
const deep = Object.fromEntries(
  patternsOf(structureOf({ layers: 48, heads: 12 })).heads.map((head, i) => [head, Math.sin(i * 0.07) ** 5]),
);

const CIRCUIT: ArchitectureMapProps["edges"] = {
  edges: [
    line("resid_pre.0", "L0H2", "v", 1.9),
    line("L0H2", "L1H6", "k", 2.6),
    line("resid_pre.0", "mlp.0", "", 0.9),
    line("mlp.0", "L1H6", "q", -1.1),
    line("L1H6", "unembed", "", 3),
    line("L0H5", "unembed", "", -0.4),
  ],
  held: [],
  reach: 3,
  label: "effect of an edge, estimated",
};

function line(sender: string, receiver: string, part: string, effect: number) {
  const key = `${sender} → ${receiver}${part === "" ? "" : `.${part}`}`;
  return { key, sender, receiver, part, effect, note: `${key}\nestimated ${effect}` };
}

const PATH: ArchitectureMapProps["edges"] = {
  edges: [line("L0H2", "L1H6", "k", 2.6), line("L0H4", "L1H6", "k", -0.7)],
  held: ["mlp.0", "ln1.1"],
  reach: 2.6,
  label: "effect along a path",
};

const EVERYWHERE = {
  values: {
    ...values,
    "resid_pre.0": 3,
    "resid_mid.0": -2,
    "resid_post.1": 1,
    "attn.0": -2.5,
    "mlp.1": 2,
    embed: 1.5,
  },
  label: "effect",
};

export const mapExamples: readonly Example[] = [
  example("map", small, {
    componentStates: { L0H1: ["ablated"], L0H2: ["frozen"], "resid_pre.1": ["patched"] },
    captions: { "resid_pre.1": "patch from corrupt, at ·Hart (5)" },
    selection: ["L1H6"],
    lens: LENS,
    lensCaption: "reading the stream at ·Alex (11)",
  }),
  example("map-states", small, {
    componentStates: STATES,
    partly: { L0H3: { ablated: "at ·Hart (5)" }, "mlp.1": { ablated: "at 4 tokens" } },
    lens: LENS,
    badges: { L1H3: "frozen at 14 tokens, prompt has 12" },
  }),
  example("map-colour", small, { colourBy: { values, label: "effect of ablating, logits" } }),
  example("map-colour-everywhere", small, { colourBy: EVERYWHERE }),
  example("map-paint", small, { colourBy: PAINTED, faded: FADED, groups: GROUPS }),
  example("map-sought", small, { sought: new Set(["L1H6", "L0H6", "mlp.1"]), groups: GROUPS }),
  example("map-minimap", structureOf({ layers: 12, heads: 12 }), {
    camera: { x: -160, y: -500, k: 1 },
    selection: ["L3H4"],
    componentStates: { L9H9: ["ablated"] },
    colourBy: { values: deep, label: "effect" },
  }),
  example("map-tokens", small, { camera: { x: -2750, y: -840, k: 5.5 } }),
  example("map-bands", structureOf({ layers: 48, heads: 12 }), {
    camera: { x: 200, y: 20, k: 0.075 },
    colourBy: { values: deep, label: "effect" },
  }),
  example("map-edges", small, { edges: CIRCUIT }),
  example("map-path", small, { edges: PATH }),
  example("map-12x12", structureOf({ layers: 12, heads: 12 })),
  example("map-48x25", structureOf({ layers: 48, heads: 25 })),
  example(
    "map-grouped",
    structureOf({ layers: 2, heads: 8, keyValueHeads: 2, norm: "RMS", position: "rotary" }),
  ),
  example(
    "map-both-norms",
    structureOf({ layers: 6, heads: 8, keyValueHeads: 4, norm: "RMS", sandwiched: true }),
  ),
  example("map-parallel", structureOf({ layers: 4, heads: 8, parallel: true, position: "rotary" })),
  example("map-attention-only", structureOf({ layers: 2, heads: 4, neurons: null, norm: null })),
];
