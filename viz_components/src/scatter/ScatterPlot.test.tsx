import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { type Dot, ScatterPlot } from "./ScatterPlot";

const DOTS: readonly Dot[] = [
  { name: "L1H6", x: -8, y: -4, filled: false },
  { name: "L0H2", x: 2, y: 2, filled: true },
];

it("draws both measures on one scale, and says each dot in words", () => {
  const onPoint = vi.fn();
  render(
    <ScatterPlot
      dots={DOTS}
      xLabel="true effect"
      yLabel="estimate"
      kinds={["random", "largest"]}
      size={160}
      selected={null}
      onPoint={onPoint}
      label="Estimate against truth"
    />,
  );
  const plot = screen.getByRole("img", { name: "Estimate against truth" });
  const circles = [...plot.querySelectorAll("circle")];
  expect(circles.map((circle) => [circle.getAttribute("cx"), circle.getAttribute("cy")])).toEqual([
    ["30", "105"],
    ["92.5", "67.5"],
  ]);
  expect(circles[0]?.textContent).toBe("L1H6: true effect −8.000, estimate −4.000");
  fireEvent.pointerEnter(circles[1] as Element);
  expect(onPoint.mock.calls).toEqual([[DOTS[1]]]);
});
