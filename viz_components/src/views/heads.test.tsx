import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import { LocalLink } from "./link";
import { ViewPanel } from "./ViewPanel";

const example = recordedOf("heads");

function shown(params = {}, change = vi.fn()) {
  render(
    <LocalLink>
      <ViewPanel
        view="heads"
        params={{ ...example.params, ...params }}
        change={change}
        answer={answerOf(example)}
      />
    </LocalLink>,
  );
  return change;
}

it("offers the kernel's scores and asks for another", () => {
  const change = shown();
  fireEvent.change(screen.getByRole("combobox", { name: "score" }), { target: { value: "previous" } });
  expect(change).toHaveBeenCalledWith({ score: "previous" });
});

it("walks by arrows, and says what is there", () => {
  shown();
  const gallery = screen.getByRole("application", {
    name: "Attention patterns of all heads, with induction",
  });
  fireEvent.keyDown(gallery, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toMatch(/^L0H0 induction 0\.\d+$/);
});

it("says how many heads are left, and when none is", () => {
  shown({ named: "L1" });
  expect(screen.getByText(/8 of 16 heads/)).toBeTruthy();
  shown({ least: 7 });
  expect(screen.getByText("No head has such a score and such a name.")).toBeTruthy();
});
