import { Legend, Segments } from "@trafolab/viz";
import { Maximize, ZoomIn, ZoomOut } from "lucide-react";
import { useMemo } from "react";
import { useLaboratory } from "../../app/context";
import { paints } from "../../experiments/colouring";
import { ESTIMATE } from "../../experiments/grid";
import { READINGS, type Reading, shownAs, spanOf } from "../../experiments/reading";
import { CopyButton, ToNotebook } from "../../ui/CodeLine";
import { IconButton } from "../../ui/IconButton";
import { ExportMenu } from "./ExportMenu";
import type { FigureProps } from "./Figure";
import { PaintButton } from "./PaintButton";
import type { Sight } from "./Picture";
import { FITTING, zoomed } from "./zoom";

interface PictureToolsProps extends FigureProps {
  readonly sight: Sight;
  readonly setSight: (sight: Sight) => void;
}

const SIGHTS: Record<Sight, string> = {
  estimate: "estimated",
  patched: "patched",
  both: "against each other",
};

/** What the colours show, how large, and the ways out. */
export function PictureTools(props: PictureToolsProps) {
  const { grid, info, reading, experiment, sight, setSight } = props;
  const { set } = useLaboratory();
  const shown = useMemo(() => shownAs(grid, info, reading), [grid, info, reading]);
  const options = spanOf(info) === null ? WITHOUT_SPAN : READINGS;
  return (
    <div className="picture-tools">
      {experiment.columns.includes(ESTIMATE) && (
        <Segments<Sight> label="Seen" value={sight} options={SIGHTS} onChange={setSight} />
      )}
      <Segments<Reading>
        label="Colours show"
        value={reading}
        options={options}
        onChange={(next) => set({ reading: next })}
      />
      <Legend scale={shown.scale} domain={shown.domain} label={shown.label} />
      <span className="row-buttons">
        <ZoomButtons {...props} />
        {paints(experiment) && <PaintButton id={experiment.id} label={paintLabel(experiment)} />}
        <CopyButton text={experiment.code} label={`Copy ${experiment.code}`} />
        <ToNotebook code={experiment.code} hint={experiment.code} />
        <ExportMenu experiment={experiment} grid={grid} info={info} shown={shown} />
      </span>
    </div>
  );
}

/** Where the runs hardly differ, or there is but one, effects have no measure. */
const WITHOUT_SPAN: Partial<typeof READINGS> = { effect: READINGS.effect, raw: READINGS.raw };

function ZoomButtons({ zoom, setZoom }: FigureProps) {
  return (
    <>
      <IconButton
        label="Smaller cells"
        hint="Ctrl and the wheel"
        icon={<ZoomOut size={14} />}
        onClick={() => setZoom(zoomed(zoom, -1))}
      />
      <IconButton
        label="Larger cells"
        hint="Ctrl and the wheel"
        icon={<ZoomIn size={14} />}
        onClick={() => setZoom(zoomed(zoom, 1))}
      />
      {zoom !== FITTING && (
        <IconButton label="Fit all columns" icon={<Maximize size={13} />} onClick={() => setZoom(FITTING)} />
      )}
    </>
  );
}

function paintLabel({ spec }: FigureProps["experiment"]): string {
  if (spec.experiment === "edges") return "Draw these edges on the map";
  return spec.experiment === "path"
    ? "Paint the map with these effects, and draw the path"
    : "Paint the map with these effects";
}
