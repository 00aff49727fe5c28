import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import { LocalLink } from "./link";
import { ViewPanel } from "./ViewPanel";

const example = recordedOf("attention");

function shown({ params = {}, data = {}, tensors = {} }, change = vi.fn()) {
  const answer = answerOf(example);
  render(
    <LocalLink position={11}>
      <ViewPanel
        view="attention"
        params={{ ...example.params, ...params }}
        change={change}
        answer={{
          ...answer,
          data: { ...answer.data, ...data },
          tensors: { ...answer.tensors, ...tensors },
        }}
      />
    </LocalLink>,
  );
  return change;
}

const choose = (name: string, value: string) =>
  fireEvent.change(screen.getByRole("combobox", { name }), { target: { value } });

it("offers the other runs to be taken off", () => {
  const change = shown({});
  expect(screen.getByRole("combobox", { name: "minus" }).textContent).toBe("nothingplaincorrupt");
  choose("minus", "corrupt");
  expect(change).toHaveBeenCalledWith({ minus: "corrupt" });
});

it("asks of a set for what there is of it alone", () => {
  const change = shown({ params: { weigh: "contribution", run: "corrupt" }, data: { sets: ["names"] } });
  choose("over", "names");
  expect(change).toHaveBeenCalledWith({ over: "names", run: "live", minus: null, weigh: "none" });
});

it("says how many prompts of a large set a mean is over", () => {
  shown({ data: { over: "names", n_prompts: 64, n_in_set: 200 } });
  expect(screen.getByText("mean over the first 64 of 200 prompts of names, live")).toBeTruthy();
});

it("says what all keys give, and where an intervention changes that", () => {
  const written = { dtype: "float32", shape: [12], data: new Float32Array(12) } as const;
  shown({ data: { weigh: "contribution", metric: "Hart − Carroll", low: -1 }, tensors: { written } });
  expect(screen.getByText("+1.00")).toBeTruthy();
  expect(screen.getByText(/the head adds ±0.00, since an intervention/)).toBeTruthy();
});

it("colours text by either sign", () => {
  shown({ params: { face: "text" }, data: { low: -1, minus: "corrupt" } });
  expect(screen.getByText("live − corrupt")).toBeTruthy();
  expect(screen.getByRole("group", { name: "Attention from ·Alex (11)" })).toBeTruthy();
});
