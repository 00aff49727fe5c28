import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { PredictionBars } from "./PredictionBars";

const ROWS = [
  { id: 5, token: " Hart", prob: 0.6123456789, plain_prob: 0.91, logit: 12.1, plain_logit: 15.3 },
  { id: 8, token: "\n", prob: 0.01, plain_prob: 0.01, logit: 4.2, plain_logit: 4.2 },
];

it("gives each row its raw token and its numbers in full", () => {
  render(<PredictionBars rows={ROWS} />);
  const rows = screen.getAllByTestId("prediction").map(({ dataset }) => ({ ...dataset }));
  expect(rows).toEqual([
    { testid: "prediction", token: " Hart", prob: "0.6123456789", plainProb: "0.91" },
    { testid: "prediction", token: "\n", prob: "0.01", plainProb: "0.01" },
  ]);
});

it("says the change in points, and nothing where there is none", () => {
  render(<PredictionBars rows={ROWS} />);
  const changes = [...document.querySelectorAll(".tf-prediction-delta")].map((delta) => delta.textContent);
  expect(changes).toEqual(["−29.8", ""]);
});

it("tells which row was pressed, and whether with Shift", () => {
  const onSelect = vi.fn();
  render(<PredictionBars rows={ROWS} onSelect={onSelect} />);
  fireEvent.click(screen.getByText("Hart"));
  fireEvent.click(screen.getByText("Hart"), { shiftKey: true });
  expect(onSelect.mock.calls).toEqual([
    [ROWS[0], false],
    [ROWS[0], true],
  ]);
});

it("marks the tokens that the metric is made of, by sign and by name", () => {
  const roles = new Map([
    [5, "answer"],
    [8, "distractor"],
  ] as const);
  render(<PredictionBars rows={ROWS} roles={roles} />);
  expect(screen.getByRole("img", { name: "answer" }).textContent).toBe("+");
  expect(screen.getByRole("img", { name: "distractor" }).textContent).toBe("−");
});
