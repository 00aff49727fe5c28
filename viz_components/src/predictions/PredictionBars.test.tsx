import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { type Prediction, PredictionBars } from "./PredictionBars";

const ROWS: Prediction[] = [
  { id: 5, token: " Hart", prob: 0.6123456789, plain_prob: 0.91, logit: 12.1, plain_logit: 15.3, role: null },
  { id: 8, token: "\n", prob: 0.01, plain_prob: 0.01, logit: 4.2, plain_logit: 4.2, role: null },
];

it("gives each row its raw token and its numbers in full", () => {
  render(<PredictionBars rows={ROWS} largest={2} />);
  const rows = screen.getAllByTestId("prediction").map(({ dataset }) => ({ ...dataset }));
  expect(rows).toEqual([
    { testid: "prediction", token: " Hart", prob: "0.6123456789", plainProb: "0.91" },
    { testid: "prediction", token: "\n", prob: "0.01", plainProb: "0.01" },
  ]);
});

it("says the change in points, and nothing where there is none", () => {
  render(<PredictionBars rows={ROWS} largest={2} />);
  const changes = [...document.querySelectorAll(".tf-prediction-delta")].map((delta) => delta.textContent);
  expect(changes).toEqual(["−29.8", ""]);
});

it("tells which row was pressed, and whether with Shift", () => {
  const onSelect = vi.fn();
  render(<PredictionBars rows={ROWS} largest={2} onSelect={onSelect} />);
  fireEvent.click(screen.getByText("Hart"));
  fireEvent.click(screen.getByText("Hart"), { shiftKey: true });
  expect(onSelect.mock.calls).toEqual([
    [ROWS[0], false],
    [ROWS[0], true],
  ]);
});

it("keeps one answer in sight and one of what it is measured against, however many there are", () => {
  const [first, second] = ROWS as [Prediction, Prediction];
  const rows: Prediction[] = (["answer", null, "answer", "distractor", "distractor"] as const).map(
    (role, id) => ({
      ...(role === null ? second : first),
      id,
      role,
    }),
  );
  render(<PredictionBars rows={rows} largest={5} />);
  const held = screen.getAllByTestId("prediction").map(({ dataset }) => dataset.held);
  expect(held).toEqual(["", undefined, undefined, "", undefined]);
});

it("marks the tokens that the metric is made of, by sign and by name, and sets apart those behind the largest", () => {
  const [first, second] = ROWS as [Prediction, Prediction];
  const rows: Prediction[] = [
    { ...first, role: "answer" },
    { ...second, role: "distractor" },
  ];
  render(<PredictionBars rows={rows} largest={1} />);
  expect(screen.getByRole("img", { name: "answer" }).textContent).toBe("+");
  expect(screen.getByRole("img", { name: "distractor" }).textContent).toBe("−");
  const found = screen.getAllByTestId("prediction");
  expect(found.map(({ dataset }) => dataset.apart)).toEqual([undefined, ""]);
  expect(found.map(({ style }) => [style.top, style.bottom])).toEqual([
    ["calc(0 * var(--tf-prediction-row))", "calc(1 * var(--tf-prediction-row))"],
    ["calc(1 * var(--tf-prediction-row))", "calc(0 * var(--tf-prediction-row))"],
  ]);
});
