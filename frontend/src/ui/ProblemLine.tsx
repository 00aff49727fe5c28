import type { Problem } from "@trafolab/viz";

/** Why what a form asked for was not done, where the form stands. */
export function ProblemLine({ problem }: { problem: Problem | null }) {
  if (!problem) return null;
  return (
    <p className="note-warn form-problem" role="alert">
      {problem.what}
      {problem.advice !== null && <small> {problem.advice}</small>}
    </p>
  );
}
