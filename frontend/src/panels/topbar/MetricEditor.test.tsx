// @vitest-environment jsdom

import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import type { PairSet } from "@trafolab/viz";
import { Tooltip } from "radix-ui";
import { afterEach, expect, test } from "vitest";
import { createStore } from "zustand/vanilla";
import { createActs } from "../../acts/acts";
import { LaboratoryContext } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { createNotebook } from "../../notebook/notebook";
import { type LabState, UNHEARD } from "../../store/lab";
import { firstPage, type PageState } from "../../store/page";
import { metricOf, prompt, state } from "../../testing/states";
import { createWatches } from "../../transport/watches";
import { MetricEditor } from "./MetricEditor";

afterEach(cleanup);

/** The editor in a laboratory that sends what it does to a list. */
function edited(pairs: PairSet[] = []): unknown[] {
  const sent: unknown[] = [];
  const known = state({ clean: prompt("clean", "Alex"), metric: metricOf(" Hart", " Carroll"), pairs });
  const lab = createStore<LabState>(() => ({ ...UNHEARD, connection: "open", live: true, state: known }));
  const page = createStore<PageState>(() => firstPage("light"));
  const send = (message: unknown) => sent.push(message) > 0;
  const laboratory: Laboratory = {
    lab,
    page,
    watches: createWatches(() => undefined),
    acts: createActs({ lab, page, send }),
    notebook: createNotebook(),
    set: (change) => page.setState(change),
    setHidden: () => undefined,
    report: (error) => {
      throw error;
    },
  };
  render(
    <LaboratoryContext value={laboratory}>
      <Tooltip.Provider>
        <MetricEditor close={() => undefined} />
      </Tooltip.Provider>
    </LaboratoryContext>,
  );
  return sent;
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const type = (name: string, value: string) =>
  fireEvent.change(screen.getByLabelText(name), { target: { value } });
const line = () => document.querySelector(".code-line code")?.textContent;

test("a second answer makes a set, which can be summed, and is taken off again", () => {
  edited();
  expect(line()).toBe('lab.metric("logit_diff", answer=" Hart", distractor=" Carroll")');
  press("another answer");
  expect(document.activeElement).toBe(screen.getByLabelText("Answer 2"));
  expect(screen.getByRole("status").textContent).toBe("The empty field is left out.");
  type("Answer 2", " Lee");
  expect(line()).toBe('lab.metric("logit_diff", answer=[" Hart", " Lee"], distractor=" Carroll")');
  press("summed (logsumexp)");
  expect(line()).toContain('over="logsumexp"');
  press("Remove answer 1");
  expect(line()).toBe('lab.metric("logit_diff", answer=" Lee", distractor=" Carroll")');
});

test("each kind asks for what it needs, and no more", () => {
  const sent = edited();
  press("top k");
  expect(screen.queryByLabelText("Against")).toBeNull();
  type("k", "3");
  expect(line()).toBe('lab.metric("top_k", answer=" Hart", k=3)');
  press("divergence");
  expect(screen.queryByLabelText("Answer")).toBeNull();
  expect(line()).toBe('lab.metric("kl")');
  press("loss");
  press("Measure this");
  expect(sent).toMatchObject([{ action: { kind: "set_metric", metric_kind: "loss", answer: null } }]);
});

test("nothing can be measured before it is said", () => {
  edited();
  type("Against", "");
  expect(line()).toBeUndefined();
  expect(screen.getByRole("button", { name: "Measure this" }).hasAttribute("disabled")).toBe(true);
});

const setOf = (name: string, n_pairs: number): PairSet => ({
  name,
  tensor: name,
  roles: ["end"],
  n_pairs,
  n_left_out: 0,
  answer_tokens: 1,
  lengths: [6],
  first: [],
  code: "",
});

test("a set of pairs takes the prompt's place, and another one is taken off", () => {
  const sent = edited([setOf("names", 40), setOf("others", 1)]);
  expect(screen.getByRole("option", { name: "names (40 pairs)" })).toBeTruthy();
  expect(screen.queryByLabelText("minus")).toBeNull();
  type("Over", "names");
  expect(screen.queryByLabelText("Answer")).toBeNull();
  expect(line()).toBe('lab.metric("logit_diff", pairs="names")');
  type("minus", "others");
  press("top k");
  expect(line()).toBe('lab.metric("top_k", k=5, pairs="names", minus="others")');
  press("Measure this");
  expect(sent).toMatchObject([{ action: { kind: "set_metric", pairs: "names", minus: "others" } }]);
});

test("without sets there is nothing to choose", () => {
  edited();
  expect(screen.queryByLabelText("Over")).toBeNull();
});
