import { useLab, useLaboratory, usePage } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { measuredSet } from "../../experiments/measuredSet";
import { presetDraft, start } from "../../experiments/opening";
import { presetsFor } from "../../experiments/presets";
import { specOf, starting } from "../../experiments/starting";
import { TipButton } from "../../ui/TipButton";

/** The experiments that a person does first, each by one click. */
export function PresetButtons() {
  const laboratory = useLaboratory();
  const sweeps = useLab((lab) => lab.state?.sweeps ?? NONE);
  const over = useLab((lab) => measuredSet(lab.state));
  const last = usePage((page) => page.draft);
  return (
    <div className="buttons presets">
      {presetsFor(sweeps).map((preset) => {
        const draft = presetDraft(preset, last, over);
        return (
          <TipButton
            key={preset.label}
            reason={preset.reason}
            text="Starts it"
            code={codeFor(starting(specOf(draft, sweeps)))}
            onClick={() => void start(laboratory, draft)}
          >
            {preset.label}
          </TipButton>
        );
      })}
    </div>
  );
}

const NONE: never[] = [];
