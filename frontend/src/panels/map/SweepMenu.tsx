import { FlaskConical } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { measuredSet } from "../../experiments/measuredSet";
import { presetDraft, showExperiments, start } from "../../experiments/opening";
import { presetsFor, specOf, starting } from "../../experiments/starting";

/** The experiments that ask the whole map which part matters. */
export function SweepMenu() {
  const laboratory = useLaboratory();
  const sweeps = useLab((lab) => lab.state?.sweeps ?? NONE);
  const over = useLab((lab) => measuredSet(lab.state));
  const last = usePage((page) => page.draft);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="icon-button"
        aria-label="Experiments"
        title="Experiments: which part does it? (X)"
      >
        <FlaskConical size={15} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" collisionPadding={8}>
          {presetsFor(sweeps).map((preset) => {
            const draft = presetDraft(preset, last, over);
            return (
              <DropdownMenu.Item
                key={preset.label}
                className="menu-item"
                disabled={preset.reason !== null}
                onSelect={() => void start(laboratory, draft)}
              >
                {preset.label}
                {preset.reason === null ? (
                  <small className="mono">{codeFor(starting(specOf(draft, sweeps)))}</small>
                ) : (
                  <small>{preset.reason}</small>
                )}
              </DropdownMenu.Item>
            );
          })}
          <DropdownMenu.Item className="menu-item" onSelect={() => showExperiments(laboratory)}>
            All experiments
            <small>others, and those that were made</small>
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const NONE: never[] = [];
