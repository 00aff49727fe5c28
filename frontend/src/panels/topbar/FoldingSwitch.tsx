import type { ModelInfo } from "@trafolab/viz";
import { Switch } from "radix-ui";
import { useId } from "react";
import { usePage } from "../../app/context";
import { useMaking } from "../../app/useMaking";
import { codeFor } from "../../code/codeFor";
import { CodeLine } from "../../ui/CodeLine";
import { ProblemLine } from "../../ui/ProblemLine";
import { switchWords } from "./numericsWords";

/** Opens the same model raw or folded; nothing where it has no source to be opened from. */
export function FoldingSwitch({ model }: { model: ModelInfo }) {
  const id = useId();
  const opening = usePage((page) => page.opening !== null);
  const { make, busy, problem } = useMaking(() => undefined);
  if (!model.reopens) return null;
  const folded = model.mode === "folded";
  const action = { kind: "open_model", source: model.source, folded: !folded } as const;
  return (
    <div className="folding">
      <div className="check">
        <Switch.Root
          id={id}
          className="switch"
          checked={folded}
          disabled={opening || busy}
          onCheckedChange={() => void make(action)}
        >
          <Switch.Thumb />
        </Switch.Root>
        <label htmlFor={id}>
          {opening || busy ? "Opening…" : "Fold norms and centre weights where the architecture allows"}
        </label>
      </div>
      <small>{switchWords(model)}</small>
      <CodeLine code={codeFor(action)} />
      <ProblemLine problem={problem} />
    </div>
  );
}
