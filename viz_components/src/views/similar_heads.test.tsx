import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import { LocalLink } from "./link";
import { ViewPanel } from "./ViewPanel";

it("shows the head itself first, and asks for another likeness", () => {
  const example = recordedOf("similar_heads");
  const change = vi.fn();
  render(
    <LocalLink>
      <ViewPanel view="similar_heads" params={example.params} change={change} answer={answerOf(example)} />
    </LocalLink>,
  );
  const gallery = screen.getByRole("application", { name: "Heads like L1H6, the most similar first" });
  fireEvent.keyDown(gallery, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toBe("L1H6 1.000");
  fireEvent.change(screen.getByRole("combobox", { name: "alike in" }), { target: { value: "ov" } });
  expect(change).toHaveBeenCalledWith({ by: "ov" });
});
