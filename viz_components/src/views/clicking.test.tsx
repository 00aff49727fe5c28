// What clicks mean is one rule for all views: a token's name reads there, a component's selects it, a cell is marked.
import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import { type Link, LinkProvider } from "./link";
import { ViewPanel } from "./ViewPanel";
import type { ViewName } from "./view";

function shown(view: ViewName) {
  const example = recordedOf(view);
  const link = { read: vi.fn(), select: vi.fn() };
  const rest = { pointed: null, point: vi.fn(), position: 11, selected: null, turn: null, whole: false };
  const given: Link = { ...rest, ...link };
  render(
    <LinkProvider value={given}>
      <ViewPanel view={view} params={example.params} change={vi.fn()} answer={answerOf(example)} />
    </LinkProvider>,
  );
  return { ...link, plot: screen.getAllByRole("application")[0] as HTMLElement };
}

it.each([
  "ov_circuit",
  "attention",
  "attention_rollout",
  "stream_norms",
  "norm_scale",
  "stream_cosines",
] as const)("marks a cell of %s and moves nothing elsewhere", (view) => {
  const { plot, read, select } = shown(view);
  fireEvent.click(plot, { clientX: 5, clientY: 5 });
  expect(document.querySelector(".tf-heatmap-tip b")).not.toBe(null);
  expect([read.mock.calls, select.mock.calls]).toEqual([[], []]);
});

it.each([
  "ov_circuit",
  "attention",
  "attention_rollout",
  "stream_norms",
  "norm_scale",
  "logit_lens",
] as const)("reads at a token whose name is clicked in %s", (view) => {
  const { read } = shown(view);
  fireEvent.click(screen.getAllByTitle(/^read at ·name/)[0] as HTMLElement);
  expect(read.mock.calls).toEqual([[2]]);
});

it.each([
  ["composition", "select L0H0", "L0H0"],
  ["stream_cosines", "select resid_pre.0", "resid_pre.0"],
  ["logit_lens", "select resid_pre.0", "resid_pre.0"],
] as const)("selects what is named in %s", (view, title, component) => {
  const { select } = shown(view);
  fireEvent.click(screen.getAllByTitle(title)[0] as HTMLElement);
  expect(select.mock.calls).toEqual([[component]]);
});

it("keeps a cell of the lens written out", () => {
  const { plot, read } = shown("logit_lens");
  fireEvent.click(plot.querySelector("[data-cell='0 3']") as HTMLElement);
  expect(plot.querySelector("[data-marked]")?.getAttribute("data-cell")).toBe("0 3");
  expect(document.querySelector(".tf-lens-detail")?.textContent).toContain("(3)");
  expect(read).not.toHaveBeenCalled();
});
