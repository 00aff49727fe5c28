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

/** Head × position of a larger model, half computed. */
function heads() {
  const [rows, cols] = [144, 64];
  const size = { length: rows * cols };
  const values = Float32Array.from(size, (_, i) => Math.sin(i * 0.7) ** 7 * Math.cos(i * 0.013) * 4);
  const progress = Uint8Array.from(size, (_, i) => (i > 60 * cols ? 1 : i % 7 === 0 ? 3 : 2));
  return (
    <div style={{ height: 300 }}>
      <LiveHeatMap
        values={values.map((value, i) => (progress[i] === 3 ? 0 : value))}
        progress={progress}
        rows={rows}
        cols={cols}
        rowLabels={Array.from({ length: rows }, (_, i) => `${Math.floor(i / 12)}.${i % 12}`)}
        colLabels={Array.from({ length: cols }, (_, i) => words[i % words.length] ?? "")}
        scale="diverging"
        minCell={{ width: 14, height: 15 }}
        start={{ row: 3, col: 20 }}
        cellNote={() => "effect of patching the head's output there"}
        label="Head output patching"
      />
    </div>
  );
}

export const matrixExamples: readonly Example[] = [
  { name: "heatmap", width: 372, render: () => pattern(12, { row: 11, col: 5 }) },
  { name: "heatmap-dense", width: 372, render: () => pattern(128) },
  { name: "heatmap-effects", width: 640, render: effects },
  { name: "heatmap-scrolled", width: 640, height: 320, render: heads },
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
