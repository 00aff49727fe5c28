import type { Experiment, ExperimentInfo } from "@trafolab/viz";
import { Download } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLaboratory } from "../../app/context";
import { csvOf } from "../../experiments/csv";
import type { Grid } from "../../experiments/grid";
import { fileName, pngOf, save, stampLine } from "../../experiments/leaving";
import { figuresOf, type Shown } from "../../experiments/reading";
import { svgOf } from "../../experiments/svg";

interface ExportMenuProps {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly info: ExperimentInfo;
  readonly shown: Shown;
}

/** The figure as a picture, its numbers as a table. */
export function ExportMenu(props: ExportMenuProps) {
  const { report } = useLaboratory();
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="icon-button" aria-label="Export" title="Export">
        <Download size={14} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" collisionPadding={8}>
          {WAYS.map(([label, leave]) => (
            <DropdownMenu.Item
              key={label}
              className="menu-item"
              onSelect={() => void leave(props).catch(report)}
            >
              {label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

type Leave = (props: ExportMenuProps) => Promise<void>;

const WAYS: readonly (readonly [string, Leave])[] = [
  [
    "Figure as PNG",
    async (props) => save(fileName(props.experiment.name, "png"), await pngOf(svg(props)), "image/png"),
  ],
  [
    "Figure as SVG",
    async (props) => save(fileName(props.experiment.name, "svg"), svg(props), "image/svg+xml"),
  ],
  [
    "Numbers as CSV",
    async ({ experiment, grid }) =>
      save(fileName(experiment.name, "csv"), csvOf(experiment, grid), "text/csv"),
  ],
];

function svg({ experiment, grid, info, shown }: ExportMenuProps): string {
  return svgOf(grid, shown, {
    title: `${experiment.name}: ${info.sentence}`,
    figures: figuresOf(info),
    stamp: stampLine(info),
  });
}
