import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useHeld } from "./useHeld";

it("keeps a scale as wide as it was, until something else is looked at", () => {
  const shown = renderHook(({ reach, of }) => useHeld([-reach, reach], of), {
    initialProps: { reach: 4, of: "L1H6" },
  });
  const ends = (reach: number, of: string) => {
    shown.rerender({ reach, of });
    return shown.result.current;
  };
  expect(shown.result.current).toEqual([-4, 4]);
  expect(ends(1, "L1H6")).toEqual([-4, 4]);
  expect(ends(6, "L1H6")).toEqual([-6, 6]);
  expect(ends(1, "L1H5")).toEqual([-1, 1]);
});
