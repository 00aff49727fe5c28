// Which problems a person still has to see. Pure.
import type { Noted } from "../store/lab";

/** What was said in another way up to an id, and what was closed one by one. */
export interface Read {
  readonly upTo: number;
  readonly closed: readonly number[];
}

const AT_ONCE = 2;

/** The newest problems that nobody has closed; what was said twice counts once, and older ones are in the list. */
export function unread(problems: readonly Noted[], { upTo, closed }: Read): Noted[] {
  const last = new Map(problems.map(({ id, problem }) => [problem.what, id]));
  return problems
    .filter(({ id, problem }) => last.get(problem.what) === id)
    .slice(-AT_ONCE)
    .filter(({ id }) => id > upTo && !closed.includes(id));
}
