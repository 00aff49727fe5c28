import type { Paint } from "@trafolab/viz";
import { expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { type LabState, UNHEARD } from "../store/lab";
import { firstPage, type PageState } from "../store/page";
import { state } from "../testing/states";
import { followPaint } from "./followPaint";

function paint(label: string): Paint {
  return { label, tensor: "0", n: 1, model: "trafo-2l", code: `lab.paint({}, label="${label}")` };
}

function stores() {
  const lab = createStore<LabState>(() => UNHEARD);
  const page = createStore<PageState>(() => firstPage("light"));
  followPaint(lab, page);
  return { lab, page };
}

test("numbers come onto the map as they are set, and leave it with them", () => {
  const { lab, page } = stores();
  lab.setState({ state: state() });
  lab.setState({ state: state({ paint: paint("a") }) });
  expect(page.getState().painted).toBe("paint");
  lab.setState({ state: state({ paint: null }) });
  expect(page.getState().painted).toBeNull();
});

test("what a tab shows in their place stays until they are set anew", () => {
  const { lab, page } = stores();
  lab.setState({ state: state() });
  lab.setState({ state: state({ paint: paint("a") }) });
  page.setState({ painted: "an experiment" });
  lab.setState({ state: state({ paint: paint("a"), revision: 8 }) });
  expect(page.getState().painted).toBe("an experiment");
  lab.setState({ state: state({ paint: null }) });
  expect(page.getState().painted).toBe("an experiment");
  lab.setState({ state: state({ paint: paint("b") }) });
  expect(page.getState().painted).toBe("paint");
});
