import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { CORRUPT, TOKENS } from "../examples/prompt";
import { TokenStrip, type TokenStripProps } from "./TokenStrip";

function show(given: Partial<TokenStripProps> = {}) {
  const calls = { onHover: vi.fn(), onSelect: vi.fn() };
  render(<TokenStrip name="prompt" tokens={TOKENS} selected={11} hovered={null} {...calls} {...given} />);
  return calls;
}

it("shows every token with its index, and says which differ", () => {
  show({ tokens: CORRUPT });
  expect(screen.getByRole("listbox", { name: "prompt" })).toBeTruthy();
  expect(screen.getAllByRole("option").map((token) => token.textContent)[5]).toBe("·Carroll 5");
  expect(screen.getByRole("option", { name: "·Carroll 5, differs" }).hasAttribute("data-differs")).toBe(true);
});

it("has one token for Tab, the selected one, and walks with the arrow keys", () => {
  const { onSelect } = show();
  const reachable = screen.getAllByRole("option").filter((token) => token.tabIndex === 0);
  expect(reachable.map((token) => token.dataset.index)).toEqual(["11"]);
  fireEvent.keyDown(screen.getByRole("option", { name: "·Alex 11" }), { key: "ArrowLeft" });
  expect(onSelect).toHaveBeenCalledExactlyOnceWith(10);
  expect(document.activeElement?.getAttribute("data-index")).toBe("10");
});

it("tells which token is pointed at or pressed", () => {
  const { onHover, onSelect } = show();
  fireEvent.pointerOver(screen.getByText("Hart"));
  fireEvent.click(screen.getByText("Hart"));
  fireEvent.pointerLeave(screen.getByRole("listbox"));
  expect(onHover.mock.calls).toEqual([[5], [null]]);
  expect(onSelect.mock.calls).toEqual([[5]]);
});

it("underlines by probability and marks where it stood without interventions", () => {
  const prob = Float32Array.of(Number.NaN, 0.25);
  show({ tokens: TOKENS.slice(0, 2), prob, plainProb: Float32Array.of(Number.NaN, 0.75), selected: null });
  const [first, second] = screen.getAllByRole("option");
  expect(first?.querySelector("i")).toBeNull();
  expect(second?.querySelector("i")?.style.width).toBe("25%");
  expect(second?.querySelector("u")?.style.left).toBe("75%");
});

it("treats hostile text as text", () => {
  show({ tokens: [{ id: 0, text: "<img src=x onerror=alert(1)>" }] });
  expect(document.querySelector("img")).toBeNull();
  expect(screen.getByRole("option").textContent).toBe("<img·src=x·onerror=alert(1)> 0");
});

it("brushes by drag, by Shift and by Ctrl, and leaves the read token alone", async () => {
  const onBrush = vi.fn();
  const { onSelect } = show({ onBrush, brushed: [3] });
  expect(screen.getByRole("option", { name: "·was 3, acted on" }).hasAttribute("data-brushed")).toBe(true);
  const token = (text: string) => screen.getByText(text);
  fireEvent.pointerDown(token("Hart"), { button: 0 });
  fireEvent.pointerOver(token("."), { buttons: 1 });
  fireEvent.pointerUp(token("."));
  // The click that ends the drag is over by then.
  await new Promise((resolve) => setTimeout(resolve));
  fireEvent.click(token("Hart"), { ctrlKey: true });
  fireEvent.click(token("at"), { shiftKey: true });
  expect(onBrush.mock.calls).toEqual([[[5, 6]], [[3, 5]], [[5, 6, 7, 8]]]);
  expect(onSelect).not.toHaveBeenCalled();
});

it("brushes with the other button, and leaves the browser's own menu beside the tokens", () => {
  const onBrush = vi.fn();
  show({ onBrush, brushed: [3], trailing: "next" });
  expect(fireEvent.contextMenu(screen.getByText("Hart"))).toBe(false);
  expect(fireEvent.contextMenu(screen.getByText("next"))).toBe(true);
  expect(onBrush.mock.calls).toEqual([[[3, 5]]]);
});

it("brushes by keyboard alone", () => {
  const onBrush = vi.fn();
  show({ onBrush, brushed: [] });
  const last = screen.getByRole("option", { name: "·Alex 11" });
  fireEvent.keyDown(last, { key: "ArrowLeft", shiftKey: true });
  fireEvent.keyDown(last, { key: " ", ctrlKey: true });
  expect(onBrush.mock.calls).toEqual([[[10, 11]], [[11]]]);
  expect(document.activeElement?.getAttribute("data-index")).toBe("10");
});

it("tells that a token is being dragged away once the pointer has moved", () => {
  const onCarry = vi.fn();
  show({ onCarry });
  fireEvent.pointerDown(screen.getByText("Hart"), { button: 0, clientX: 10, clientY: 10 });
  fireEvent.pointerMove(screen.getByText("Hart"), { buttons: 1, clientX: 12, clientY: 10 });
  expect(onCarry).not.toHaveBeenCalled();
  fireEvent.pointerMove(screen.getByText("Hart"), { buttons: 1, clientX: 18, clientY: 10 });
  expect(onCarry).toHaveBeenCalledExactlyOnceWith(5);
});
