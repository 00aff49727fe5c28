import { plainText } from "@trafolab/viz";
import type { Intervene } from "../../acts/records";
import { useLaboratory } from "../../app/context";
import type { Missing } from "../../experiments/footing";

export interface Asked {
  /** The cell's. */
  readonly name: string;
  readonly missing: Missing;
  readonly act: Intervene;
}

interface PromptsFirstProps {
  readonly asked: Asked;
  readonly leave: () => void;
}

/** Says that other prompts have to come first for a cell to be applied, and brings them by one click. */
export function PromptsFirst({ asked: { name, missing, act }, leave }: PromptsFirstProps) {
  const { acts } = useLaboratory();
  const apply = async () => {
    leave();
    for (const action of [missing.metric, missing.prompts, act])
      if (action && (await acts.make(action)) !== null) return;
  };
  return (
    <p className="note-warn prompts-first" role="alertdialog" aria-label={`Apply ${name}`}>
      <b className="mono">{plainText(name)}</b> {plainText(missing.why)}{" "}
      <button type="button" className="button small primary" onClick={() => void apply()}>
        {missing.label}
      </button>{" "}
      <button type="button" className="button small" onClick={leave}>
        Leave it
      </button>
    </p>
  );
}
