import { expect, test } from "vitest";
import { lengthsDiffer, NOT_CONNECTED } from "../acts/refusals";
import { prompt, state } from "../testing/states";
import { solved } from "./solved";

const CLEAN = prompt("clean", "<bos>", "a");
const ALONE = state({ clean: CLEAN, counterfactuals: [] });
const WITH = (...tokens: string[]) =>
  state({ clean: CLEAN, counterfactuals: [prompt("corrupt", ...tokens)] });

/** Why nothing can be patched in a state. */
function refused(known: typeof ALONE) {
  const problem = lengthsDiffer(known, null);
  if (!problem) throw new Error("nothing is refused");
  return problem;
}

test("a missing counterfactual is no problem once there is one", () => {
  const problem = refused(ALONE);
  expect(solved(problem, ALONE)).toBe(false);
  expect(solved(problem, WITH("<bos>", "b"))).toBe(true);
});

test("another length is one until both have as many tokens", () => {
  const problem = refused(WITH("<bos>"));
  expect(solved(problem, WITH("<bos>", "b", "c"))).toBe(false);
  expect(solved(problem, WITH("<bos>", "b"))).toBe(true);
});

test("what the state does not tell stays", () => {
  expect(solved(NOT_CONNECTED, WITH("<bos>", "b"))).toBe(false);
});
