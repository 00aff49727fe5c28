import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import { LocalLink } from "./link";
import { ViewPanel } from "./ViewPanel";

const example = recordedOf("qk_parts");

function shown(params = {}, change = vi.fn()) {
  render(
    <LocalLink position={11}>
      <ViewPanel
        view="qk_parts"
        params={{ ...example.params, ...params }}
        change={change}
        answer={answerOf(example)}
      />
    </LocalLink>,
  );
  return change;
}

it("says from where to where, and asks for another key", () => {
  const change = shown();
  expect(screen.getByText("99.5 %")).toBeTruthy();
  fireEvent.change(screen.getByRole("combobox", { name: "key" }), { target: { value: "2" } });
  expect(change).toHaveBeenCalledWith({ key: 2 });
});

it("names both writers of a pair", () => {
  shown();
  const map = screen.getByRole("application", { name: /by writers of the query and of the key$/ });
  fireEvent.keyDown(map, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toMatch(/^query: bias · key: embed/);
});

it("leads from the scores of all keys to the pairs at one", () => {
  const change = shown({ face: "query" });
  const map = screen.getByRole("application", { name: /at each key, by writers of the query$/ });
  fireEvent.keyDown(map, { key: "ArrowRight" });
  expect(screen.getByRole("status").textContent).toMatch(/^beside at <bos> \(0\)/);
  fireEvent.keyDown(map, { key: "Enter" });
  expect(change).toHaveBeenCalledWith({ key: 0, face: "pairs" });
});
