import { act, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Entry } from "./Entry";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Keeps a number, spelt in its own way, as a view does. */
function Numbers({ told }: { told: (text: string) => void }) {
  const [value, setValue] = useState("");
  const change = (text: string) => {
    told(text);
    setValue(Number.isNaN(Number(text)) ? "" : String(Number(text)));
  };
  return <Entry label="least" hint="any" size={4} value={value} onChange={change} />;
}

it.each(["0.50", "0.", "abc"])("tells %s once, whatever becomes of it", (text) => {
  const told = vi.fn();
  render(<Numbers told={told} />);
  const input = screen.getByRole("textbox", { name: "least" });
  act(() => input.focus());
  fireEvent.change(input, { target: { value: text } });
  act(() => void vi.advanceTimersByTime(5000));
  expect(told.mock.calls).toEqual([[text]]);
  expect(input).toHaveProperty("value", text);
});

it("tells at once on Enter and when it is left", () => {
  const told = vi.fn();
  render(<Numbers told={told} />);
  const input = screen.getByRole("textbox", { name: "least" });
  act(() => input.focus());
  fireEvent.change(input, { target: { value: "1" } });
  fireEvent.keyDown(input, { key: "Enter" });
  fireEvent.change(input, { target: { value: "1.5" } });
  act(() => input.blur());
  act(() => void vi.advanceTimersByTime(5000));
  expect(told.mock.calls).toEqual([["1"], ["1.5"]]);
  expect(input).toHaveProperty("value", "1.5");
});
