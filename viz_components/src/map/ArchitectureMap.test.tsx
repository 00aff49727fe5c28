import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { structureOf } from "../examples/structures";
import { ArchitectureMap } from "./ArchitectureMap";
import type { ArchitectureMapProps } from "./props";

function show(given: Partial<ArchitectureMapProps> = {}) {
  const calls = { onSelect: vi.fn(), onActivate: vi.fn(), onAction: vi.fn(), onHover: vi.fn() };
  const structure = structureOf({ layers: 2, heads: 8 });
  const props = { structure, componentStates: {}, selection: [], hovered: null, ...calls, ...given };
  const { rerender } = render(<ArchitectureMap {...props} />);
  return {
    ...calls,
    rerender: (more: Partial<ArchitectureMapProps>) => rerender(<ArchitectureMap {...props} {...more} />),
  };
}

const element = (component: string) => {
  const found = document.querySelector<HTMLElement>(`[data-component="${component}"]`);
  if (!found) throw new Error(`The map shows no ${component}.`);
  return found;
};

describe("each component", () => {
  it("is a button with name, state and place", () => {
    show({ componentStates: { L1H6: ["ablated", "hooked"] }, selection: ["L1H6"] });
    const head = screen.getByRole("button", { name: "Head 6 of layer 1, ablated, hooked", pressed: true });
    expect(head).toBe(element("L1H6"));
    expect(head.dataset.state).toBe("ablated hooked");
    expect(element("mlp.0").dataset.state).toBe("");
  });

  it("says where a state holds that does not hold everywhere", () => {
    show({
      componentStates: { L0H1: ["ablated", "hooked"], "resid_pre.1": ["patched"] },
      partly: { L0H1: { ablated: "at ·Hart (5)" }, "resid_pre.1": { patched: "at 4 tokens" } },
    });
    expect(element("L0H1").getAttribute("aria-label")).toBe(
      "Head 1 of layer 0, ablated at ·Hart (5), hooked",
    );
    expect(["L0H1", "L0H2", "resid_pre.1"].map((name) => element(name).title)).toEqual([
      "ablated at ·Hart (5)",
      "",
      "resid_pre.1\npatched at 4 tokens",
    ]);
  });

  it("says the number behind its colour", () => {
    show({ colourBy: { values: { L1H3: 0.25, L1H4: Number.NaN }, label: "my score" } });
    expect(element("L1H3").getAttribute("aria-label")).toBe("Head 3 of layer 1, my score 0.250");
    expect(element("L1H3").title).toBe("L1H3\nmy score 0.250");
    expect(element("L1H4").title).toBe("");
  });

  it("says its remark and what the stream reads there", () => {
    show({
      badges: { L1H3: "frozen at 14 tokens, prompt has 12" },
      hovered: "L1H3",
      lens: [{ component: "resid_post.0", token: " Hart", prob: 0.22, answer_prob: null }],
    });
    expect(screen.getByRole("tooltip").textContent).toBe("frozen at 14 tokens, prompt has 12");
    expect(element("resid_post.0").getAttribute("aria-label")).toBe(
      "Residual stream after layer 0, reads ·Hart 22.0 %",
    );
  });
});

describe("pointer", () => {
  it("selects, gathers, activates and hovers", () => {
    const { onSelect, onActivate, onHover } = show();
    fireEvent.click(element("L0H1"));
    fireEvent.click(element("mlp.1"), { shiftKey: true });
    fireEvent.doubleClick(element("L0H2"));
    fireEvent.pointerOver(element("L0H3"));
    expect(onSelect.mock.calls).toEqual([
      ["L0H1", { additive: false }],
      ["mlp.1", { additive: true }],
    ]);
    expect(onActivate.mock.calls).toEqual([["L0H2"]]);
    expect(onHover.mock.calls).toEqual([["L0H3"]]);
  });

  it("lets go of what a wheel moves away, and points at what comes under it", () => {
    vi.useFakeTimers();
    const { onHover } = show({ hovered: "L0H3" });
    const under = vi.spyOn(document, "elementFromPoint").mockReturnValue(element("L1H3"));
    fireEvent.wheel(element("L0H3"), { deltaY: 60, clientX: 5, clientY: 9 });
    expect(onHover.mock.calls).toEqual([[null]]);
    vi.runAllTimers();
    vi.useRealTimers();
    expect(onHover).toHaveBeenLastCalledWith("L1H3");
    expect(under).toHaveBeenCalledWith(5, 9);
    under.mockRestore();
  });

  it("acts through the small buttons of the tile under it", () => {
    const { onAction, onSelect } = show({
      hovered: "L0H3",
      actions: [{ key: "a", label: "Ablate", glyph: "⊘" }],
    });
    moveOver("L0H3");
    const button = screen.getByRole("button", { name: "Ablate L0H3" });
    expect(button.parentElement?.textContent).toBe("0.3⊘");
    fireEvent.click(button);
    expect(onAction.mock.calls).toEqual([["L0H3", "a"]]);
    expect(onSelect).not.toHaveBeenCalled();
  });

  it("offers them from the tile on, not to who goes for the name that they stand on", () => {
    const { onSelect } = show({ hovered: "L0H3", actions: [{ key: "a", label: "Ablate", glyph: "⊘" }] });
    const button = () => screen.queryByRole("button", { name: "Ablate L0H3" });
    moveOver("L0H3", 60);
    expect(button()).toBeNull();
    fireEvent.click(element("L0H3"));
    expect(onSelect).toHaveBeenCalledOnce();
    moveOver("L0H3", 20);
    expect(button()).not.toBeNull();
    moveOver("L0H3", 60);
    expect(button()).not.toBeNull();
    moveOver("L0H2", 60);
    expect(button()).toBeNull();
  });
});

/** The pointer on a component, so far below its upper edge. */
function moveOver(component: string, down = 20): void {
  const { left, top } = element(component).style;
  const moved = document.querySelector<HTMLElement>(".tf-map-over")?.style.transform ?? "";
  const [x = 0, y = 0, k = 1] = (moved.match(/-?[\d.]+/g) ?? []).map(Number);
  const at = [Number.parseFloat(left) + 24, Number.parseFloat(top) + down] as const;
  fireEvent.pointerMove(element(component), { clientX: at[0] * k + x, clientY: at[1] * k + y });
}

it("asks for a menu on a component and beside them, but not on its own controls", () => {
  const onMenu = vi.fn();
  show({ onMenu });
  const map = screen.getByRole("region", { name: "Map of the model" });
  const own = [element("L0H1"), map, screen.getByRole("button", { name: "Zoom in" })].map((target) =>
    fireEvent.contextMenu(target, { clientX: 3, clientY: 4 }),
  );
  expect(own).toEqual([false, false, true]);
  expect(onMenu.mock.calls).toEqual([
    ["L0H1", { x: 3, y: 4 }],
    [null, { x: 3, y: 4 }],
  ]);
});

it("finds room on the smallest tile for what must not be missing", () => {
  const action = (key: string) => ({ key, label: key, glyph: key });
  show({
    hovered: "L0H3",
    actions: [...["a", "b", "c", "d"].map(action), { ...action("more"), glyph: "⋯", always: true }],
  });
  moveOver("L0H3");
  expect(document.querySelector(".tf-map-actions")?.textContent).toBe("0.3ab⋯");
});

describe("keyboard", () => {
  it("reaches one component with Tab and walks from there", () => {
    const { onSelect } = show({ selection: ["L0H5"] });
    const stops = [...document.querySelectorAll<HTMLElement>("[data-component]")].filter(
      (item) => item.tabIndex === 0,
    );
    expect(stops).toEqual([element("L0H5")]);
    fireEvent.keyDown(element("L0H5"), { key: "ArrowRight" });
    expect(document.activeElement).toBe(element("L0H6"));
    fireEvent.keyDown(element("L0H6"), { key: "ArrowUp", shiftKey: true });
    expect(onSelect.mock.calls).toEqual([
      ["L0H6", { additive: false }],
      ["mlp.0", { additive: true }],
    ]);
  });

  it("walks on without selecting with Ctrl, and gathers with Ctrl and Space", () => {
    const { onSelect } = show({ selection: ["L0H5"] });
    fireEvent.keyDown(element("L0H5"), { key: "ArrowRight", ctrlKey: true });
    expect(document.activeElement).toBe(element("L0H6"));
    expect(onSelect).not.toHaveBeenCalled();
    fireEvent.keyDown(element("L0H6"), { key: " ", ctrlKey: true });
    expect(onSelect.mock.calls).toEqual([["L0H6", { additive: true }]]);
  });

  it("opens the inspector with Enter and leaves letters to the application", () => {
    const { onActivate, onSelect } = show();
    const taken = !fireEvent.keyDown(element("L0H5"), { key: "Enter" });
    const left = fireEvent.keyDown(element("L0H5"), { key: "a" });
    expect([taken, left]).toEqual([true, true]);
    expect(onActivate.mock.calls).toEqual([["L0H5"]]);
    expect(onSelect).not.toHaveBeenCalled();
  });
});

describe("camera", () => {
  const transform = () => document.querySelector<HTMLElement>(".tf-map-layer")?.style.transform;

  it("fits the map at first, obeys the one given, and fits again when it is taken away", () => {
    const { rerender } = show();
    const fitted = transform();
    rerender({ camera: { x: 10, y: 20, k: 2 } });
    expect(transform()).toBe("translate(10px, 20px) scale(2)");
    rerender({ camera: null });
    expect(transform()).toBe(fitted);
  });

  it("tells where it came to rest", () => {
    vi.useFakeTimers();
    const onCamera = vi.fn();
    show({ onCamera, camera: { x: 0, y: 0, k: 1 } });
    fireEvent.wheel(element("L0H0"), { deltaX: 0, deltaY: 30 });
    vi.runAllTimers();
    vi.useRealTimers();
    expect(onCamera.mock.calls).toEqual([[{ x: 0, y: -30, k: 1 }]]);
    fireEvent.click(screen.getByRole("button", { name: "Fit the map" }));
    expect(onCamera).toHaveBeenLastCalledWith(null);
  });
});
