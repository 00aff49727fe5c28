import type { Problem } from "@trafolab/viz";
import { useLab } from "../../app/context";
import { STANDING } from "../../store/lab";
import { Empty } from "../../ui/Empty";
import { clock } from "../../ui/numbers";

/** Everything that could not be done, newest first, with what to do about it. */
export function ProblemList() {
  const all = useLab((lab) => lab.problems);
  const noted = all.filter(({ problem }) => problem.code !== STANDING);
  const standing = useLab((lab) => lab.state?.problems ?? NONE);
  const failures = useLab((lab) => lab.failures);
  const views = Object.entries(failures);
  if (noted.length + standing.length + views.length === 0) return <Empty title="No problems." />;
  return (
    <ol className="rows">
      {views.map(([key, { view, error }]) => (
        <li key={key} className="row problem">
          <span className="origin">{view}</span>
          <span>{error}</span>
        </li>
      ))}
      {[...noted].reverse().map(({ id, at, problem }) => (
        <li key={id} className="row problem">
          <time className="origin">{clock(at)}</time>
          <ProblemText problem={problem} />
        </li>
      ))}
      {[...standing].reverse().map((text) => (
        <li key={text} className="row problem">
          <span className="origin">kernel</span>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}

const NONE: never[] = [];

/** What happened, to what, and what to do next. */
export function ProblemText({ problem }: { problem: Problem }) {
  return (
    <span className="problem-text">
      <span>{problem.what}</span>
      {problem.advice !== null && <small>{problem.advice}</small>}
    </span>
  );
}
