import { useLab, useLaboratory, usePage } from "../../app/context";
import { useByText } from "../../app/useByText";
import { useView } from "../../app/useView";
import { codeFor } from "../../code/codeFor";
import { againstOther } from "../../experiments/against";
import { Tip } from "../../ui/Tip";

/** Offers what the counterfactual is about, while the metric is the automatic one, which knows the clean prompt alone. */
export function MeasureAgainst({ done }: { done?: () => void }) {
  const { acts } = useLaboratory();
  const metric = useLab((lab) => lab.state?.metric ?? null);
  const alone = useLab((lab) => (lab.state?.counterfactuals.length ?? 0) === 0);
  const source = usePage((page) => page.draft.source);
  const seen = useView("contrasts", {}, metric?.automatic === true && !alone);
  const byText = useByText();
  const suggestion = seen && !alone ? againstOther(seen.data, source, metric, byText) : null;
  if (!suggestion) return null;
  const { label, action } = suggestion;
  const measure = () => {
    void acts.make(action);
    done?.();
  };
  return (
    <Tip
      text="What both runs predict, in place of the clean run's first two predictions"
      code={codeFor(action)}
    >
      <button type="button" className="button small" onClick={measure}>
        Measure {label}
      </button>
    </Tip>
  );
}
