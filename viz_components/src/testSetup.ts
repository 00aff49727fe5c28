import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

// What jsdom lacks: it has no layout and no canvas. Components get a pane of fixed size and draw nothing;
// what they draw is looked at in a real browser.
class FixedResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver = FixedResizeObserver;
HTMLCanvasElement.prototype.getContext = () => null;
Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 640 });
Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 560 });

afterEach(cleanup);

// jsdom has no layout, so nothing is under any point.
document.elementFromPoint = () => null;
