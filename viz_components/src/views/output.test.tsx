import { fireEvent, render, screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import type { ViewData, ViewParams } from "../protocol/gen";
import { numbers } from "../tensor";
import { VIEWS } from "./index";
import { LinkProvider, LocalLink } from "./link";
import { ViewPanel } from "./ViewPanel";
import type { ViewName } from "./view";

function shown<V extends ViewName>(
  view: V,
  params: Partial<ViewParams[V]> = {},
  data: Partial<ViewData[V]> = {},
) {
  const example = recordedOf(view);
  const answer = answerOf(example);
  const change = vi.fn();
  render(
    <LocalLink position={11}>
      <ViewPanel
        view={view}
        params={{ ...example.params, ...params }}
        change={change}
        answer={{ ...answer, data: { ...answer.data, ...data } }}
      />
    </LocalLink>,
  );
  return { change, data: example.data };
}

it("attributes to each component, as many bars as parts, which sum to the difference", () => {
  const { data } = shown("logit_attribution");
  const bars = screen.getByRole("list", { name: "Direct logit attribution" });
  const rows = within(bars).getAllByRole("listitem");
  const sum = rows.reduce((total, row) => total + Number(row.dataset.value), 0);
  expect(rows.map((row) => row.dataset.name)).toEqual(data.rows.map(({ component }) => component));
  expect(sum).toBeCloseTo(data.total, 3);
});

it("selects a component, and leaves a bias alone", () => {
  shown("logit_attribution", { order: "size" });
  const head = screen.getByRole("button", { name: /^L1H6/ });
  fireEvent.click(head);
  expect(head.getAttribute("aria-pressed")).toBe("true");
  expect(screen.queryByRole("button", { name: /^bias/ })).toBeNull();
});

it("asks for another answer and keeps the distractor, or for what is typed", () => {
  const { change, data } = shown("logit_attribution");
  const [, second] = data.contrast.offered;
  const distractor = data.contrast.distractors[0]?.id;
  const choice = screen.getByRole("combobox", { name: "answer" });
  fireEvent.change(choice, { target: { value: String(second?.id) } });
  expect(change).toHaveBeenCalledWith({ answer: second?.id, distractor });
  fireEvent.change(choice, { target: { value: "typed" } });
  const field = screen.getByRole("textbox", { name: "answer" });
  fireEvent.change(field, { target: { value: " Brown" } });
  fireEvent.keyDown(field, { key: "Enter" });
  expect(change).toHaveBeenLastCalledWith({ answer: " Brown", distractor });
});

it("says why a text is no token, and shows the rest all the same", () => {
  const { contrast } = recordedOf("logit_attribution").data;
  shown("logit_attribution", { answer: "Har" }, { contrast: { ...contrast, problem: "It is two tokens." } });
  expect(screen.getByText("It is two tokens.")).toBeTruthy();
  expect(screen.getByRole("list", { name: "Direct logit attribution" })).toBeTruthy();
});

it("gives each source its share of what the head gives", () => {
  const { data } = shown("source_attribution");
  const rows = within(screen.getByRole("list")).getAllByRole("listitem");
  const sum = rows.reduce((total, row) => total + Number(row.dataset.value), 0);
  expect(sum + data.rest).toBeCloseTo(data.head_total, 3);
});

it("puts the last layer on top, and walks the lens by arrows", () => {
  shown("logit_lens");
  const lens = screen.getByRole("application", { name: /^Logit lens/ });
  const [first] = lens.querySelectorAll(".tf-textgrid-row");
  expect(first?.textContent).toBe("resid_post.1");
  for (const key of ["ArrowLeft", "End", "ArrowUp"]) fireEvent.keyDown(lens, { key });
  expect(document.querySelector(".tf-lens-detail b")?.textContent).toMatch(/^resid_/);
  expect(lens.querySelectorAll(".tf-textgrid-cell[data-hovered]")).toHaveLength(1);
});

it("compares two runs by the chosen token: what is the most probable in one of them hides what it took the place of", () => {
  const { change } = shown("logit_lens");
  const minus = screen.getByRole("combobox", { name: "minus" });
  fireEvent.change(minus, { target: { value: "plain" } });
  expect(change).toHaveBeenLastCalledWith({ minus: "plain", of: "token" });
  fireEvent.change(minus, { target: { value: "" } });
  expect(change).toHaveBeenLastCalledWith({ minus: null });
});

it("colours the lens by what another run lacks, and tells both", () => {
  const example = recordedOf("logit_lens");
  const answer = answerOf(example);
  const other = (name: "prob" | "logit" | "rank", change: (value: number) => number) => {
    const tensor = answer.tensors[name];
    if (!tensor) throw new Error(`no ${name}`);
    const { shape } = tensor;
    return { dtype: "float32" as const, shape, data: numbers(tensor).map(change) };
  };
  const tensors = {
    ...answer.tensors,
    prob_minus: other("prob", (value) => value / 2),
    logit_minus: other("logit", (value) => value - 1),
    rank_minus: other("rank", (value) => value * 100),
  };
  const cells = (by: "prob" | "logit" | "rank") => {
    const { unmount } = render(
      <LocalLink position={11}>
        <ViewPanel
          view="logit_lens"
          params={{ ...example.params, minus: "plain", by }}
          change={vi.fn()}
          answer={{ ...answer, data: { ...answer.data, minus: "plain" }, tensors }}
        />
      </LocalLink>,
    );
    const lens = screen.getByRole("application", { name: /^Logit lens/ });
    const shares = [...lens.querySelectorAll<HTMLElement>("[data-share]")].map((cell) => cell.dataset.share);
    const detail = document.querySelector(".tf-lens-detail")?.textContent ?? "";
    const legend = screen.getByRole("figure").getAttribute("aria-label");
    unmount();
    return { shares: shares.map(Number), detail, legend };
  };
  const prob = cells("prob");
  const tensor = answer.tensors.prob;
  const probs = tensor ? [...numbers(tensor)] : [];
  const most = Math.max(...probs);
  const inOrder = (values: number[]) => values.toSorted((one, other) => one - other);
  const expected = inOrder(probs.map((value) => value / most));
  expect(inOrder(prob.shares)).toEqual(expected.map((value) => expect.closeTo(value, 4)));
  expect(prob.detail).toMatch(
    /; ·Hart live: 99\.\d %, logit .*, rank 1; plain: 50\.0 %, logit .*, rank 100$/,
  );
  expect(prob.legend).toMatch(/^probability, minus plain: from −0\.\d+ to 0\.\d+$/);
  expect(new Set(cells("logit").shares)).toEqual(new Set([1]));
  const rank = cells("rank");
  expect(new Set(rank.shares)).toEqual(new Set([1]));
  expect(rank.legend).toBe("rank, in factors of ten, minus plain: from −2.000 to 2.000");
});

it("asks for the points inside layers, where there are some", () => {
  const { change } = shown("logit_lens");
  fireEvent.click(screen.getByRole("checkbox", { name: "resid_mid" }));
  expect(change).toHaveBeenCalledWith({ points: "halves" });
  fireEvent.change(screen.getByRole("combobox", { name: "minus" }), { target: { value: "plain" } });
  expect(change).toHaveBeenCalledWith({ minus: "plain", of: "token" });
});

it("turns the pages of a long prompt", () => {
  const { change } = shown("logit_lens", { count: 12 }, { first: 24, n_tokens: 100 });
  expect(screen.getByText("24 to 35 of 100 tokens")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "later →" }));
  expect(change).toHaveBeenCalledWith({ first: 36 });
});

it("has a mean loss, and no difference where nothing acts", () => {
  shown("token_loss");
  expect(screen.getByText(/nothing acts/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "difference" })).toBeNull();
});

it("frames the token at which live and plain part", () => {
  const token = (id: number) => ({ id, text: ` ${id}`, prob: 0.5 });
  const sides = [
    { run: "live" as const, tokens: [1, 2, 3].map(token), stopped: null },
    { run: "plain" as const, tokens: [1, 4].map(token), stopped: null },
  ];
  shown("generation", {}, { sides });
  const framed = [...document.querySelectorAll("[data-focus]")].map((each) => each.textContent);
  expect(framed).toEqual(["·2", "·4"]);
  expect(screen.getAllByText("being written …")).toHaveLength(2);
});

it("reads bytes that make one character as one, with the probability of all of them", () => {
  const made = (texts: string[]) => texts.map((text, id) => ({ id, text, prob: 0.5 }));
  const live = { run: "live" as const, tokens: made([" caf", "\\xc3", "\\xa9"]), stopped: null };
  const plain = { run: "plain" as const, tokens: made([" caf", "\\xc3", "\\x9f"]), stopped: null };
  const other = plain.tokens.map((token, i) => (i === 2 ? { ...token, id: 9 } : token));
  shown("generation", {}, { sides: [live, { ...plain, tokens: other }] });
  const framed = [...document.querySelectorAll<HTMLElement>("[data-focus]")];
  expect(framed.map((each) => [each.textContent, each.title])).toEqual([
    ["é", "1 é: 25.0 %, 2 tokens"],
    ["ß", "1 ß: 25.0 %, 2 tokens"],
  ]);
});

it("asks for another draw where there is chance", () => {
  const { change } = shown("generation", { temperature: 1, seed: 4 });
  fireEvent.click(screen.getByRole("button", { name: "another draw" }));
  expect(change).toHaveBeenCalledWith({ seed: 5 });
});

it("measures a predicted token", () => {
  const example = recordedOf("predictions");
  const measure = vi.fn();
  const nothing = {
    pointed: null,
    point: vi.fn(),
    read: vi.fn(),
    selected: null,
    select: vi.fn(),
    turn: vi.fn(),
  };
  render(
    <LinkProvider value={{ ...nothing, position: 11, whole: false, measure }}>
      <ViewPanel view="predictions" params={example.params} change={vi.fn()} answer={answerOf(example)} />
    </LinkProvider>,
  );
  const [button] = screen.getAllByRole("button");
  if (button) fireEvent.click(button, { shiftKey: true });
  const [first] = example.data.rows;
  const position = example.data.position;
  expect(measure).toHaveBeenCalledWith({ id: first?.id, token: first?.token, position }, true);
});

it("shows a smaller loss in the colour of what is more likely, and says so", () => {
  const tensor = (...values: number[]) => ({
    dtype: "float32" as const,
    shape: [values.length],
    data: Float32Array.from(values),
  });
  const data = { same: false, tokens: ["a", "b", "c"] };
  const tensors = { live: tensor(Number.NaN, 1, 3), plain: tensor(Number.NaN, 2, 1) };
  const recorded = recordedOf("token_loss");
  const { Component } = VIEWS.token_loss;
  render(
    <LocalLink>
      <Component
        data={{ ...answerOf(recorded).data, ...data }}
        tensors={tensors}
        params={{ of: "loss", show: "difference", face: "text" }}
        change={vi.fn()}
      />
    </LocalLink>,
  );
  expect(screen.getByText(/blue: more likely than plain/)).toBeTruthy();
  expect(screen.getByRole("figure", { name: "loss in nats: from 2.000 to −2.000" })).toBeTruthy();
  const [better, worse] = screen
    .getAllByRole("button", { name: /^[bc]$/ })
    .map(({ style }) => rgb(style.backgroundColor));
  expect(better?.[2]).toBeGreaterThan(better?.[0] ?? 0);
  expect(worse?.[0]).toBeGreaterThan(worse?.[2] ?? 0);
});

function rgb(css: string): number[] {
  return (css.match(/\d+/g) ?? []).map(Number);
}
