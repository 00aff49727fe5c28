import type { ViewFrame } from "@trafolab/viz";
import { expect, test } from "vitest";
import { state } from "../testing/states";
import { type LabState, UNHEARD } from "./lab";
import { isUnasked, keepOnly, receive } from "./receive";
import { shownRevision } from "./revision";

const KEY = "metric:{}";

function frame(revision: number, change: Partial<ViewFrame> = {}): ViewFrame {
  const empty = { data: {}, tensors: [], caption: "", took_ms: 1 };
  return { kind: "view", key: KEY, view: "metric", revision, ...empty, ...change };
}

function heard(lab: LabState, message: Parameters<typeof receive>[1]["message"]): LabState {
  return receive(lab, { message, buffers: [] }, 5);
}

test("the shown revision is the newest of which state and metric are both there", () => {
  let lab = heard(UNHEARD, { kind: "state", state: state({ revision: 1 }), live: true });
  expect(shownRevision(lab)).toBeNull();
  lab = heard(lab, frame(1));
  expect(shownRevision(lab)).toBe(1);
  lab = heard(lab, { kind: "state", state: state({ revision: 2 }), live: true });
  expect(shownRevision(lab)).toBe(1);
  lab = heard(lab, frame(2));
  expect(shownRevision(lab)).toBe(2);
});

test("a metric that can't be computed counts as arrived, since its reason is shown", () => {
  let lab = heard(UNHEARD, { kind: "state", state: state({ revision: 3 }), live: true });
  lab = heard(lab, {
    kind: "view_failure",
    key: KEY,
    view: "metric",
    revision: 3,
    error: "no prompt",
    code: "",
  });
  expect(shownRevision(lab)).toBe(3);
  expect(lab.failures[KEY]?.error).toBe("no prompt");
  expect(heard(lab, frame(4)).failures).toEqual({});
});

test("an older frame never replaces a newer one", () => {
  const lab = heard(heard(UNHEARD, frame(5)), frame(4));
  expect(lab.views[KEY]?.frame.revision).toBe(5);
});

test("a kernel that counts from the start again takes the former one's numbers with it", () => {
  let lab = heard(heard(UNHEARD, { kind: "state", state: state({ revision: 9 }), live: true }), frame(9));
  lab = heard(lab, { kind: "state", state: state({ revision: 1 }), live: false });
  expect([lab.views, lab.live]).toEqual([{}, false]);
});

test("what a new state says as before stays the same object", () => {
  const before = heard(UNHEARD, { kind: "state", state: state({ revision: 1 }), live: true });
  const after = heard(before, {
    kind: "state",
    state: state({ revision: 2, problems: ["new"] }),
    live: true,
  });
  expect(after.state?.operations).toBe(before.state?.operations);
  expect(after.state?.model).toBe(before.state?.model);
  expect([after.state?.revision, after.state?.problems]).toEqual([2, ["new"]]);
});

test("numbers go with the prompt that they were of", () => {
  let lab = heard(heard(UNHEARD, { kind: "state", state: state({ revision: 1 }), live: true }), frame(1));
  expect(Object.keys(lab.views)).toEqual([KEY]);
  lab = heard(lab, { kind: "state", state: state({ revision: 2, clean: null }), live: true });
  expect(lab.views).toEqual({});
});

test("a step back too many is no problem", () => {
  const problem = { code: "nothing_to_undo", what: "There is nothing to undo.", subject: null, advice: null };
  expect(heard(UNHEARD, { kind: "done", id: "a", revision: 1, problem })).toEqual(UNHEARD);
});

test("problems are kept in order, from acts and from elsewhere", () => {
  const problem = { code: "c", what: "w", subject: null, advice: null };
  let lab = heard(UNHEARD, { kind: "done", id: "a", revision: 1, problem });
  lab = heard(lab, { kind: "done", id: "b", revision: 2, problem: null });
  lab = heard(lab, { kind: "problem", problem });
  expect(lab.problems).toEqual([
    { id: 1, at: 5, problem },
    { id: 2, at: 5, problem },
  ]);
});

test("data that nobody looks at is let go", () => {
  const lab = heard(heard(UNHEARD, frame(1)), frame(1, { key: "lens:{}", view: "lens" }));
  expect(Object.keys(keepOnly(lab, (key) => key === KEY).views)).toEqual([KEY]);
});

test("a frame that names a missing buffer is refused", () => {
  const tensors = [{ name: "t", dtype: "uint8", shape: [1], buffer: 0 }] as const;
  expect(() =>
    heard(UNHEARD, frame(1, { tensors: [...tensors].map((spec) => ({ ...spec, shape: [1] })) })),
  ).toThrow("a buffer that did not come");
});

test("what comes for a view that nobody looks at any more is no news", () => {
  const failure = {
    kind: "view_failure",
    key: "lens:{}",
    view: "lens",
    revision: 1,
    error: "gone",
    code: "",
  } as const;
  const watched = (key: string) => key === KEY;
  expect([frame(1), failure].map((message) => isUnasked(message, watched))).toEqual([false, true]);
  expect(isUnasked({ kind: "kernel", status: "idle", detail: null }, watched)).toBe(false);
});
