import { Wrench } from "lucide-react";
import { promptAction } from "../../acts/promptAction";
import { useLab, useLaboratory } from "../../app/context";
import { useView } from "../../app/useView";
import { codeFor } from "../../code/codeFor";
import { Tip } from "../../ui/Tip";

/** Gives a counterfactual as many tokens as the clean prompt, where one other name in it does. */
export function RepairButton({ name }: { name: string }) {
  const { acts } = useLaboratory();
  const state = useLab((lab) => lab.state);
  const seen = useView("repair", { name });
  if (!seen || seen.late) return null;
  const { of, text, old, new: instead, advice } = seen.data;
  // An answer from before the prompt was changed is about another text.
  const present = state?.counterfactuals.find((each) => each.name === name)?.source;
  if (present?.kind !== "text" || present.text !== of) return null;
  const action = text === null ? null : promptAction(state, name, { kind: "text", text });
  if (!action || advice === null) return null;
  return (
    <Tip text={advice} code={codeFor(action)}>
      <button type="button" className="button small" onClick={() => void acts.make(action)}>
        <Wrench size={12} aria-hidden="true" /> Repair: {instead} for {old}
      </button>
    </Tip>
  );
}
