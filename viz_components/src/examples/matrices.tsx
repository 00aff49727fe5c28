import { useState } from "react";
import type { Cell } from "../heatmap/cells";
import { HeatMap, type HeatMapProps } from "../heatmap/HeatMap";
import { Legend } from "../Legend";
import type { Example } from "./example";
import { patternOf, TOKENS } from "./prompt";

function LiveHeatMap(props: Omit<HeatMapProps, "hovered" | "onHover" | "onSelect"> & { start?: Cell }) {
  const [hovered, setHovered] = useState<Cell | null>(props.start ?? null);
  return <HeatMap {...props} hovered={hovered} onHover={setHovered} onSelect={setHovered} />;
}

const words = TOKENS.map((token) => token.text);

function pattern(size: number, start?: Cell) {
  const labels = Array.from({ length: size }, (_, index) => words[index % words.length] ?? "");
  const shape = { values: patternOf(6, size), rows: size, cols: size, rowLabels: labels, colLabels: labels };
  return (
    <LiveHeatMap
      {...shape}
      {...(start && { start })}
      scale="sequential"
      triangular
      label="Attention of head 6, layer 1"
    />
  );
}

function effects() {
  const values = Float32Array.from({ length: 36 }, (_, index) => Math.sin(index * 1.7) * 5.4);
  values.fill(Number.NaN, 30);
  return (
    <LiveHeatMap
      values={values}
      rows={3}
      cols={12}
      rowLabels={["pre 0", "pre 1", "post 1"]}
      colLabels={words}
      scale="diverging"
      label="Residual stream patching"
    />
  );
}

export const matrixExamples: readonly Example[] = [
  { name: "heatmap", width: 372, render: () => pattern(12, { row: 11, col: 5 }) },
  { name: "heatmap-dense", width: 372, render: () => pattern(128) },
  { name: "heatmap-effects", width: 640, render: effects },
  {
    name: "legend",
    width: 300,
    render: () => <Legend scale="sequential" domain={[0, 1]} label="attention" />,
  },
  {
    name: "legend-diverging",
    width: 300,
    render: () => <Legend scale="diverging" domain={[-5.4, 5.4]} label="logits" />,
  },
];
