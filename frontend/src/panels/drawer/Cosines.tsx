import { type Cell, HeatMap, Legend, labelText } from "@trafolab/viz";
import { useState } from "react";

/** The cosine between every two directions. */
export function Cosines({ names, values }: { names: readonly string[]; values: Float32Array }) {
  const [hovered, setHovered] = useState<Cell | null>(null);
  const labels = names.map((name) => labelText(name, 14));
  return (
    <figure className="cosines">
      <HeatMap
        values={values}
        rows={names.length}
        cols={names.length}
        rowLabels={labels}
        colLabels={labels}
        scale="diverging"
        domain={[-1, 1]}
        hovered={hovered}
        onHover={setHovered}
        onSelect={setHovered}
        cellName={({ row, col }) => `${names[row]} · ${names[col]}`}
        maxHeight={180}
        label="Cosines between the directions"
      />
      <Legend scale="diverging" domain={[-1, 1]} label="cosine" />
    </figure>
  );
}
