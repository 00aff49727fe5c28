import type { State } from "@trafolab/viz";
import { expect, test } from "vitest";
import { watchKey } from "../transport/watches";
import { type LabState, type ShownView, UNHEARD } from "./lab";
import { oldestRevision, shownRevision } from "./revision";

const METRIC = watchKey("metric", {});

function at(revision: number): ShownView {
  return { frame: { revision } as ShownView["frame"], tensors: {} };
}

const LAB: LabState = {
  ...UNHEARD,
  state: { revision: 7 } as State,
  views: { [METRIC]: at(7), lens: at(5) },
};

test("a view that is still to come makes the page older than its numbers", () => {
  expect(shownRevision(LAB)).toBe(7);
  expect(oldestRevision(LAB)).toBe(5);
  expect(oldestRevision({ ...LAB, views: { ...LAB.views, lens: at(8) } })).toBe(7);
});

test("why a view is missing counts as its answer", () => {
  const failed = (revision: number) => ({ lens: { view: "lens", revision, error: "too long", code: "" } });
  expect(oldestRevision({ ...LAB, failures: failed(7) })).toBe(7);
  expect(oldestRevision({ ...LAB, views: { [METRIC]: at(7) }, failures: failed(6) })).toBe(6);
});

test("nothing is shown before state and metric have come", () => {
  expect(oldestRevision(UNHEARD)).toBeNull();
});
