import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { TOKENS } from "../examples/prompt";
import { TokenOverlay } from "./TokenOverlay";

const weights = Float32Array.from(TOKENS, (_, index) => (index === 5 ? 1 : 0));

it("paints each token by its weight and names the focus", () => {
  render(
    <TokenOverlay
      tokens={TOKENS}
      weights={weights}
      focus={11}
      hovered={5}
      onHover={() => {}}
      direction="from"
    />,
  );
  const overlay = screen.getByRole("group", { name: "Attention from ·Alex (11)" });
  const tokens = [...overlay.querySelectorAll<HTMLElement>("[data-index]")];
  expect(tokens[5]?.style.backgroundColor).toBe("rgb(47, 43, 180)");
  expect(tokens[5]?.style.color).toBe("rgb(255, 255, 255)");
  expect(tokens[4]?.style.backgroundColor).toBe("rgb(255, 255, 255)");
  expect(tokens[5]?.title).toBe("5 ·Hart: 1.000");
  expect(tokens.map((token) => token.hasAttribute("data-hovered")).indexOf(true)).toBe(5);
});

it("tells which token is pointed at", () => {
  const onHover = vi.fn();
  render(
    <TokenOverlay
      tokens={TOKENS}
      weights={weights}
      focus={null}
      hovered={null}
      onHover={onHover}
      direction="to"
    />,
  );
  fireEvent.pointerOver(screen.getByText("Hart"));
  expect(onHover).toHaveBeenCalledExactlyOnceWith(5);
});
