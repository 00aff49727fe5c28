import { FlaskConical } from "lucide-react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { measuredSet } from "../../experiments/measuredSet";
import { presetDraft, showExperiments, start } from "../../experiments/opening";
import { presetsFor } from "../../experiments/presets";
import { specOf, starting } from "../../experiments/starting";
import { IconMenu, MenuItem } from "../../ui/IconMenu";

/** The experiments that ask the whole map which part matters. */
export function SweepMenu() {
  const laboratory = useLaboratory();
  const sweeps = useLab((lab) => lab.state?.sweeps ?? NONE);
  const over = useLab((lab) => measuredSet(lab.state));
  const last = usePage((page) => page.draft);
  return (
    <IconMenu
      label="Experiments"
      title="Experiments: which part does it? (X)"
      icon={<FlaskConical size={15} />}
    >
      {presetsFor(sweeps).map((preset) => {
        const draft = presetDraft(preset, last, over);
        return (
          <MenuItem
            key={preset.label}
            disabled={preset.reason !== null}
            run={() => void start(laboratory, draft)}
          >
            {preset.label}
            {preset.reason === null ? (
              <small className="mono">{codeFor(starting(specOf(draft, sweeps)))}</small>
            ) : (
              <small>{preset.reason}</small>
            )}
          </MenuItem>
        );
      })}
      <MenuItem run={() => showExperiments(laboratory)}>
        All experiments
        <small>others, and those that were made</small>
      </MenuItem>
    </IconMenu>
  );
}

const NONE: never[] = [];
