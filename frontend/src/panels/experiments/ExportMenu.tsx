import { type Experiment, type ExperimentInfo, fileName, pngOf, save, type Theme } from "@trafolab/viz";
import { Download } from "lucide-react";
import { useLaboratory } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { csvOf } from "../../experiments/csv";
import type { Grid } from "../../experiments/grid";
import { stampLine } from "../../experiments/leaving";
import { figuresOf, type Shown } from "../../experiments/reading";
import { svgOf } from "../../experiments/svg";
import { askOnce } from "../../transport/askOnce";
import { IconMenu, MenuItem } from "../../ui/IconMenu";

interface ExportMenuProps {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly info: ExperimentInfo;
  readonly shown: Shown;
}

/** The figure as a picture, in the theme that is shown; its numbers as a table; a notebook that makes it again. */
export function ExportMenu(props: ExportMenuProps) {
  const laboratory = useLaboratory();
  return (
    <IconMenu label="Export" icon={<Download size={14} />}>
      {WAYS.map(([label, leave]) => (
        <MenuItem key={label} run={() => void leave(props, laboratory).catch(laboratory.report)}>
          {label}
        </MenuItem>
      ))}
    </IconMenu>
  );
}

type Leave = (props: ExportMenuProps, laboratory: Laboratory) => Promise<void>;

const WAYS: readonly (readonly [string, Leave])[] = [
  [
    "Figure as PNG",
    async (props, { page }) =>
      save(
        fileName(props.experiment.name, "png"),
        await pngOf(svg(props, page.getState().theme)),
        "image/png",
      ),
  ],
  [
    "Figure as SVG",
    async (props, { page }) =>
      save(fileName(props.experiment.name, "svg"), svg(props, page.getState().theme), "image/svg+xml"),
  ],
  [
    "Numbers as CSV",
    async ({ experiment, grid }) =>
      save(fileName(experiment.name, "csv"), csvOf(experiment, grid), "text/csv"),
  ],
  ["Numbers as Parquet", made("parquet", "parquet", "application/vnd.apache.parquet")],
  ["Notebook that runs it again", made("notebook", "ipynb", "application/x-ipynb+json")],
];

/** What the kernel makes. */
function made(form: "parquet" | "notebook", ending: string, type: string): Leave {
  return async ({ experiment: { id, name } }, laboratory) => {
    const { file } = await askOnce(laboratory, "experiment_file", { id, form });
    if (file) save(fileName(name, ending), file.data, type);
  };
}

function svg({ experiment, grid, info, shown }: ExportMenuProps, theme: Theme): string {
  const words = {
    title: experiment.name,
    figures: `${info.sentence} · ${figuresOf(info)}`,
    stamp: stampLine(info),
  };
  return svgOf(grid, shown, words, theme);
}
