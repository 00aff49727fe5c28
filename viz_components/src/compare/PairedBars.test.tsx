import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { PairedBars } from "./PairedBars";

const ROWS = [
  { id: 5, token: " Hart", prob_a: 0.61, prob_b: 0.91, logit_a: 12.1, logit_b: 15.3 },
  { id: 8, token: "\n", prob_a: 0.01, prob_b: 0.01, logit_a: 4.2, logit_b: 4.2 },
];

it("gives each row its raw token and both numbers in full", () => {
  render(<PairedBars rows={ROWS} names={["before", "now"]} />);
  const rows = screen.getAllByTestId("compared").map(({ dataset }) => ({ ...dataset }));
  expect(rows).toEqual([
    { testid: "compared", token: " Hart", probA: "0.61", probB: "0.91" },
    { testid: "compared", token: "\n", probA: "0.01", probB: "0.01" },
  ]);
});

it("says the difference in points, and nothing where there is none", () => {
  render(<PairedBars rows={ROWS} names={["before", "now"]} />);
  const said = screen.getAllByTestId("compared").map((row) => row.lastElementChild?.textContent);
  expect(said).toEqual(["−30.0", ""]);
});

it("heads its columns with the states' names, long ones shortened", () => {
  render(<PairedBars rows={ROWS} names={["now", "without the mover"]} />);
  expect(screen.getAllByRole("columnheader").map(({ textContent, title }) => [textContent, title])).toEqual([
    ["token", ""],
    [" now", "now"],
    [" without…", "without the mover"],
    ["difference", "now − without the mover, in points of a percent"],
  ]);
});

it("has both states by their names on each row", () => {
  render(<PairedBars rows={ROWS.slice(0, 1)} names={["before", "now"]} />);
  expect(screen.getByTestId("compared").title).toBe(
    "·Hart\nbefore: 61.0 %, logit 12.10\nnow: 91.0 %, logit 15.30",
  );
});
