import { useState } from "react";
import { PredictionBars } from "../predictions/PredictionBars";
import { TokenOverlay } from "../tokens/TokenOverlay";
import { TokenStrip, type TokenStripProps } from "../tokens/TokenStrip";
import { TokenText } from "../tokens/TokenText";
import type { Example } from "./example";
import { CORRUPT, patternOf, TOKENS } from "./prompt";

const HOSTILE = ["<img src=x onerror=alert(1)>", "\u202Eevil", "\n\n\t", " ", "", "日本", "x".repeat(90)];

function LiveStrip(props: Omit<TokenStripProps, "selected" | "hovered" | "onHover" | "onSelect">) {
  const [hovered, setHovered] = useState<number | null>(null);
  const [selected, setSelected] = useState<number | null>(11);
  return <TokenStrip {...props} {...{ hovered, selected }} onHover={setHovered} onSelect={setSelected} />;
}

function LiveOverlay() {
  const [hovered, setHovered] = useState<number | null>(null);
  const weights = patternOf(6).slice(-TOKENS.length);
  return (
    <TokenOverlay
      {...{ tokens: TOKENS, weights, hovered }}
      focus={11}
      onHover={setHovered}
      direction="from"
    />
  );
}

const prob = Float32Array.from(TOKENS, (_, index) => (index ? (index * 0.29) % 1 : Number.NaN));
const plainProb = prob.map((value, index) => (index === 5 ? value * 0.4 : value));
const long = Array.from({ length: 1000 }, (_, id) => ({ id, text: TOKENS[id % 12]?.text ?? "" }));

const ROWS = [
  { id: 5, token: " Hart", prob: 0.61, plain_prob: 0.91, logit: 12.1, plain_logit: 15.3, role: null },
  { id: 99, token: " Carroll", prob: 0.09, plain_prob: 0.01, logit: 10.2, plain_logit: 9.9, role: null },
  { id: 3, token: " was", prob: 0.06, plain_prob: 0.0204, logit: 9.8, plain_logit: 9.6, role: null },
  { id: 8, token: "\n", prob: 0.0004, plain_prob: 0.0004, logit: 4.2, plain_logit: 4.2, role: null },
];

export const textExamples: readonly Example[] = [
  {
    name: "token-strip",
    width: 900,
    render: () => (
      <>
        <LiveStrip name="prompt" tokens={TOKENS} {...{ prob, plainProb }} trailing={<>→ Hart 61 %</>} />
        <LiveStrip name="corrupt" tokens={CORRUPT} trailing="aligned" />
      </>
    ),
  },
  { name: "token-strip-long", width: 900, render: () => <LiveStrip name="prompt" tokens={long} /> },
  {
    name: "token-text",
    width: 500,
    render: () =>
      HOSTILE.map((text) => (
        <div key={text}>
          <TokenText text={text} />
        </div>
      )),
  },
  { name: "token-overlay", width: 372, render: () => <LiveOverlay /> },
  { name: "predictions", width: 400, render: () => <PredictionBars rows={ROWS} largest={ROWS.length} /> },
];
