import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { type LabState, type ShownView, UNHEARD } from "../store/lab";
import { askOnce } from "./askOnce";
import { createWatches, watchKey } from "./watches";

const PARAMS = { id: "e" };
const KEY = watchKey("file", PARAMS);

function asking(patience?: number) {
  const lab = createStore<LabState>(() => UNHEARD);
  const watches = createWatches(() => undefined);
  return { lab, watches, answer: askOnce({ lab, watches }, "file", PARAMS, patience) };
}

test("the first answer is taken, and the view is looked at no longer", async () => {
  const { lab, watches, answer } = asking();
  expect(watches.has(KEY)).toBe(true);
  const tensors = { file: { dtype: "uint8", shape: [1], data: Uint8Array.of(7) } } as const;
  const frame = { view: "file", revision: 1, tensors: [] } as unknown as ShownView["frame"];
  lab.setState({ views: { [KEY]: { frame, tensors } } });
  expect(await answer).toBe(tensors);
  expect(watches.has(KEY)).toBe(false);
});

test("a refusal and silence are told", async () => {
  const { lab, answer } = asking();
  lab.setState({ failures: { [KEY]: { view: "file", revision: 1, error: "no pyarrow", code: "" } } });
  await expect(answer).rejects.toThrow("no pyarrow");
  const { watches, answer: silent } = asking(1);
  await expect(silent).rejects.toThrow("not answered");
  expect(watches.has(KEY)).toBe(false);
});
