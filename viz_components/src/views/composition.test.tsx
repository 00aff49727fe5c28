import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import { composition, edgesOf } from "./composition";
import { type Drawn, type Link, LinkProvider } from "./link";

const { Component } = composition;
const recorded = recordedOf("composition");
const own: Drawn = { view: "composition", params: { ...recorded.params } };

function shown(drawn: Drawn | null) {
  const [draw, change] = [vi.fn(), vi.fn()];
  const link: Link = {
    pointed: null,
    point: vi.fn(),
    position: 0,
    read: vi.fn(),
    selected: null,
    select: vi.fn(),
    turn: vi.fn(),
    whole: false,
    lines: { drawn, draw },
  };
  const { unmount } = render(
    <LinkProvider value={link}>
      <Component {...answerOf(recorded)} params={recorded.params} change={change} />
    </LinkProvider>,
  );
  return { draw, change, unmount };
}

it("has the largest drawn on the map, where they stay when it is looked at no more", () => {
  const { draw, unmount } = shown(null);
  fireEvent.click(screen.getByLabelText(/largest on the map/));
  unmount();
  expect(draw.mock.calls).toEqual([[own]]);
});

it("takes its lines along when something else is chosen, and leaves those of others", () => {
  const { draw, change, unmount } = shown(own);
  expect(screen.getByLabelText(/largest on the map/)).toHaveProperty("checked", true);
  fireEvent.click(screen.getByText("queries"));
  expect(change).toHaveBeenCalledWith({ part: "Q" });
  expect(draw).toHaveBeenCalledWith({ ...own, params: { ...own.params, part: "Q" } });
  unmount();
  const other = shown({ ...own, params: { ...own.params, head: "L1H6" } });
  fireEvent.click(screen.getByText("queries"));
  expect(other.draw).not.toHaveBeenCalled();
});

it("says of each edge which part of the head it enters, and leaves out what is less than chance", () => {
  const largest = [
    { sender: "L0H0", receiver: "L1H6", score: 58 },
    { sender: "L0H3", receiver: "L1H6", score: -2 },
  ];
  const drawn = edgesOf({ head: "", part: "K", measure: "deviations", largest });
  expect(drawn.edges).toHaveLength(1);
  expect(drawn.edges[0]).toMatchObject({ sender: "L0H0", receiver: "L1H6", part: "k", effect: 58 });
  expect([drawn.reach, drawn.scale, drawn.label]).toEqual([
    58,
    "sequential",
    "K-composition in deviations from chance",
  ]);
});
