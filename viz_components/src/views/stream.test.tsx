import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import type { ViewParams } from "../protocol/gen";
import { VIEWS } from "./index";
import { type Link, LinkProvider, LocalLink } from "./link";
import { ViewPanel } from "./ViewPanel";
import type { View, ViewName } from "./view";

function shown<V extends ViewName>(name: V, changed: Partial<ViewParams[V]> = {}) {
  const recorded = recordedOf(name);
  const { Component }: View<V> = VIEWS[name];
  const link = {
    pointed: null,
    point: vi.fn(),
    position: 11,
    read: vi.fn(),
    selected: null,
    select: vi.fn(),
    turn: vi.fn(),
    ablation: { held: new Set(["mlp.1.n24"]), toggle: vi.fn() },
    whole: false,
  } satisfies Link;
  const change = vi.fn();
  const params = { ...recorded.params, ...changed };
  render(
    <LinkProvider value={link}>
      <Component {...answerOf(recorded)} params={params} change={change} />
    </LinkProvider>,
  );
  return { link, change };
}

it("leads from a neuron among others to the view of it alone", () => {
  const { link } = shown("neurons");
  fireEvent.click(screen.getByText("mlp.1.n126"));
  expect(link.turn).toHaveBeenCalledWith("neuron", { mlp: "mlp.1", neuron: 126 });
});

it("forgets a neuron's number where another MLP is selected, and nothing else", () => {
  const aim = { layer: 0, position: 11, hideBos: false };
  const set = { mlp: "mlp.1", neuron: 126, over: "names" };
  const { keeps } = VIEWS.neuron;
  expect(keeps?.(set, { ...aim, component: "mlp.0" })).toEqual({ over: "names" });
  expect(keeps?.(set, { ...aim, component: "mlp.1" })).toEqual({ neuron: 126, over: "names" });
  expect(keeps?.({ neuron: null }, { ...aim, component: "mlp.0" })).toEqual({ neuron: null });
});

it("ablates a neuron where there is a laboratory, and lets go of it", () => {
  const { link } = shown("neurons");
  fireEvent.click(screen.getByRole("button", { name: "Ablate mlp.1.n126" }));
  expect(link.ablation.toggle).toHaveBeenCalledWith("mlp.1.n126");
  fireEvent.click(screen.getByRole("button", { name: "Release mlp.1.n24" }));
  expect(link.ablation.toggle).toHaveBeenLastCalledWith("mlp.1.n24");
});

it("asks for the neurons that something else is largest of", () => {
  const { change } = shown("neurons");
  fireEvent.click(screen.getByText("what it writes"));
  expect(change).toHaveBeenCalledWith({ by: "written" });
});

it("goes back to the neuron that is most active, and reads a token that is clicked", () => {
  const { link, change } = shown("neuron");
  fireEvent.click(screen.getByText("most active here"));
  expect(change).toHaveBeenCalledWith({ neuron: null });
  const text = screen.getByRole("group", { name: /Activation of mlp.1.n126 along the text/ });
  const token = text.querySelector("[data-index='3']");
  if (token) fireEvent.click(token);
  expect(link.read).toHaveBeenCalledWith(3);
});

it("walks the points of the stream by keyboard, and selects one", () => {
  const { link } = shown("stream_norms");
  const map = screen.getByRole("application", { name: /norm of the stream, live/ });
  fireEvent.keyDown(map, { key: "ArrowDown" });
  expect(link.point).toHaveBeenCalledWith({ query: 0, key: null });
});

it("selects what wrote into the stream, but no bias", () => {
  const { link } = shown("writers");
  fireEvent.click(screen.getByText("mlp.1"));
  fireEvent.click(screen.getByText("bias.attn.0"));
  expect(link.select.mock.calls).toEqual([["mlp.1"]]);
});

it("says what holding the last norm's scale does", () => {
  shown("norm_scale");
  expect(screen.getByText("what the linear reading is off by")).toBeTruthy();
});

it("says of a metric over a set why no norm is held for it", () => {
  const recorded = recordedOf("norm_scale");
  const answer = answerOf(recorded);
  const held = { label: "Hart − Carroll", live: null, plain: null, held: null, over: "names" };
  render(
    <LocalLink>
      <ViewPanel
        view="norm_scale"
        params={recorded.params}
        change={vi.fn()}
        answer={{ ...answer, data: { ...answer.data, held } }}
      />
    </LocalLink>,
  );
  expect(
    screen.getByText(/^Hart − Carroll is a mean over the set names\. .*measure the prompt/),
  ).toBeTruthy();
});
