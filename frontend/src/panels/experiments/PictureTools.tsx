import { Legend } from "@trafolab/viz";
import { Maximize, Paintbrush, ZoomIn, ZoomOut } from "lucide-react";
import { useMemo } from "react";
import { useLaboratory, usePage } from "../../app/context";
import { paints } from "../../experiments/colouring";
import { READINGS, type Reading, shownAs, spanOf } from "../../experiments/reading";
import { CopyButton, ToNotebook } from "../../ui/CodeLine";
import { IconButton } from "../../ui/IconButton";
import { Segments } from "../../ui/Segments";
import { ExportMenu } from "./ExportMenu";
import type { FigureProps } from "./Figure";
import { FITTING, zoomed } from "./zoom";

/** What the colours show, how large, and the ways out. */
export function PictureTools(props: FigureProps) {
  const { grid, info, reading, experiment } = props;
  const { set } = useLaboratory();
  const shown = useMemo(() => shownAs(grid, info, reading), [grid, info, reading]);
  const options = spanOf(info) === null ? WITHOUT_SPAN : READINGS;
  return (
    <div className="picture-tools">
      <Segments<Reading>
        label="Colours show"
        value={reading}
        options={options}
        onChange={(next) => set({ reading: next })}
      />
      <Legend scale={shown.scale} domain={shown.domain} label={shown.label} />
      <span className="row-buttons">
        <ZoomButtons {...props} />
        {paints(experiment) && <PaintButton id={experiment.id} />}
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

/** Makes the effects the map's colours, in place of the patterns. */
function PaintButton({ id }: { id: string }) {
  const { set } = useLaboratory();
  const on = usePage((page) => page.painted === id);
  return (
    <IconButton
      label={on ? "Patterns on the map again" : "Paint the map with these effects"}
      pressed={on}
      icon={<Paintbrush size={14} />}
      onClick={() => set({ painted: on ? null : id })}
    />
  );
}
