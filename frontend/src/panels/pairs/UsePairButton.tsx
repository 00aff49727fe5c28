import { useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { Tip } from "../../ui/Tip";

interface UsePairButtonProps {
  /** Of the set. */
  readonly name: string;
  readonly index: number;
  /** It is the prompt already. */
  readonly current?: boolean;
}

/** Makes one pair the prompts, with its answer and distractor for the metric. */
export function UsePairButton({ name, index, current = false }: UsePairButtonProps) {
  const { acts, set } = useLaboratory();
  const action = { kind: "use_pair", name, index } as const;
  async function use() {
    if (!(await acts.make(action))) set({ position: null, editing: null });
  }
  return (
    <Tip text="Make this pair the prompts, and its answer the metric" code={codeFor(action)}>
      <button
        type="button"
        className="button small"
        aria-label={`Open pair ${index} of ${name}`}
        disabled={current}
        onClick={() => void use()}
      >
        {current ? "open" : "Open"}
      </button>
    </Tip>
  );
}
