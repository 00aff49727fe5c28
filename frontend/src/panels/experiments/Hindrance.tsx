import type { Problem } from "../../acts/records";
import { useLaboratory } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { METRIC_OVER_SET } from "../../experiments/hindrance";
import { choosing } from "../../experiments/starting";
import type { PageState } from "../../store/page";
import { RepairButton } from "../prompt/RepairButton";

/** What stands between a person and an experiment, with the way out as a button. */
export function Hindrance({ problem }: { problem: Problem }) {
  const laboratory = useLaboratory();
  const way = WAYS[problem.code];
  return (
    <p className="note-warn" role="status">
      {problem.what}{" "}
      {problem.code === OTHER_LENGTH && problem.subject !== null && <RepairButton name={problem.subject} />}{" "}
      {way ? (
        <button
          type="button"
          className="button small"
          onClick={() => laboratory.set(way.change(problem, laboratory))}
        >
          {way.label}
        </button>
      ) : (
        <small>{problem.advice}</small>
      )}
    </p>
  );
}

/** The code of a problem that another name may solve. */
const OTHER_LENGTH = "other_length";

interface Way {
  readonly label: string;
  readonly change: (problem: Problem, laboratory: Laboratory) => Partial<PageState>;
}

const WAYS: Readonly<Record<string, Way>> = {
  no_prompt: { label: "Write a prompt", change: () => ({ editing: "clean" }) },
  no_metric: { label: "Choose the metric", change: () => ({ metricShown: true }) },
  no_counterfactual: { label: "Add a counterfactual prompt", change: () => ({ editing: "" }) },
  [METRIC_OVER_SET]: {
    label: "Go over the set",
    change: ({ subject }, { lab, page }) => {
      const { state } = lab.getState();
      return state ? { draft: choosing(state, page.getState().draft, subject) } : {};
    },
  },
  [OTHER_LENGTH]: { label: "Change it", change: ({ subject }) => ({ editing: subject }) },
};
