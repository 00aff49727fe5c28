import { fileName, type MapFigure, pngOf, save } from "@trafolab/viz";
import { Download } from "lucide-react";
import type { RefObject } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { IconMenu, MenuItem } from "../../ui/IconMenu";
import { useCircuit } from "../experiments/useCircuit";
import { useExperiment } from "../experiments/useExperiment";
import { mapWords } from "./mapWords";
import { useKind } from "./useMapEdges";

/** The map as it is seen, with the circuit or the effects on it, as a picture to take away. */
export function MapExport({ figure }: { figure: RefObject<MapFigure | null> }) {
  const { report } = useLaboratory();
  const painted = usePage((page) => page.painted);
  const kind = useKind(painted);
  const circuit = useCircuit(kind === "edges" ? painted : null).found;
  const sweep = useExperiment(kind === null || kind === "edges" ? null : painted).found;
  const experiment = circuit?.experiment ?? sweep?.experiment ?? null;
  const state = useLab((lab) => lab.state);
  const leave = async (how: (svg: string, name: string) => Promise<void>) => {
    const svg = state && figure.current?.(mapWords(state, experiment));
    if (svg) await how(svg, experiment === null ? "map" : `${experiment.name} on the map`);
  };
  return (
    <IconMenu
      label="Export the map"
      title="Export the map as it is seen"
      icon={<Download size={14} />}
      className="map-export"
    >
      {WAYS.map(([label, how]) => (
        <MenuItem key={label} run={() => void leave(how).catch(report)}>
          {label}
        </MenuItem>
      ))}
    </IconMenu>
  );
}

const WAYS: readonly (readonly [string, (svg: string, name: string) => Promise<void>])[] = [
  ["Map as PNG", async (svg, name) => save(fileName(name, "png"), await pngOf(svg), "image/png")],
  ["Map as SVG", async (svg, name) => save(fileName(name, "svg"), svg, "image/svg+xml")],
];
