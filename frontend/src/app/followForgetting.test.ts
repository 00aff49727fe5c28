import type { HistoryEntry } from "@trafolab/viz";
import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { type LabState, UNHEARD } from "../store/lab";
import { firstPage, type PageState } from "../store/page";
import { state } from "../testing/states";
import { followForgetting } from "./followForgetting";

const entry = (revision: number, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  revision,
  kind: "forget",
  label: "forget group copiers",
  code: null,
  origin: "code",
  cell: 3,
  undone: false,
  ...change,
});

/** What the page tells after each of these histories in turn. */
function told(...histories: HistoryEntry[][]) {
  const lab = createStore<LabState>(() => UNHEARD);
  const page = createStore<PageState>(() => firstPage("light"));
  followForgetting(lab, page);
  return histories.map((history) => {
    lab.setState({ state: state({ history }) });
    return page.getState().forgotten;
  });
}

test("what a cell forgets is told, whatever was marked since", () => {
  const news = { name: "group copiers", revision: 5 };
  expect(told([], [entry(5)])).toEqual([null, news]);
  expect(told([], [entry(5), entry(6, { kind: "weights", origin: "mark" })])).toEqual([null, news]);
});

test("what the page finds as it opens, does itself, or sees done again is not", () => {
  expect(told([entry(5)], [entry(5), entry(6, { kind: "set_prompt" })])).toEqual([null, null]);
  expect(told([], [entry(5, { origin: "page" })])).toEqual([null, null]);
  expect(told([entry(5, { undone: true })], [entry(5)])).toEqual([null, null]);
});
