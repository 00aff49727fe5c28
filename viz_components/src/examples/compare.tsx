import { useState } from "react";
import { HeadGrid } from "../compare/HeadGrid";
import { PairedBars } from "../compare/PairedBars";
import type { Example } from "./example";

const ROWS = [
  { id: 5, token: " Hart", prob_a: 0.61, prob_b: 0.91, logit_a: 12.1, logit_b: 15.3 },
  { id: 99, token: " Carroll", prob_a: 0.09, prob_b: 0.01, logit_a: 10.2, logit_b: 9.9 },
  { id: 3, token: " was", prob_a: 0.06, prob_b: 0.0204, logit_a: 9.8, logit_b: 9.6 },
];
const HEADS = [0, 1].flatMap((layer) => Array.from({ length: 8 }, (_, head) => `L${layer}H${head}`));
const CHANGE = Float32Array.from(HEADS, (_, i) => (i < 8 ? 0 : Math.abs(Math.sin(i * 1.7)) * 0.6));

function LiveGrid() {
  const [head, setHead] = useState<string | null>("L1H6");
  return (
    <HeadGrid
      heads={HEADS}
      values={CHANGE}
      largest={0.6}
      selected={head}
      onSelect={setHead}
      label="Largest difference of each head's pattern"
    />
  );
}

export const compareExamples: readonly Example[] = [
  { name: "paired-bars", width: 420, render: () => <PairedBars rows={ROWS} names={["before", "now"]} /> },
  { name: "head-grid", width: 372, render: () => <LiveGrid /> },
];
