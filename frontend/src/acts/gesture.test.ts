import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createGesture } from "./gesture";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether a key pressed after a rest belongs to the gesture of the one before. */
function goesOn(restMs: number): boolean {
  const gesture = createGesture();
  const first = gesture.begin();
  gesture.pause();
  vi.advanceTimersByTime(restMs);
  return gesture.begin() === first;
}

test("keys that follow each other within a second are one gesture", () => {
  expect([300, 990, 1000, 5000].map(goesOn)).toEqual([true, true, false, false]);
});

test("a key that is held down is one gesture however long", () => {
  const gesture = createGesture();
  const first = gesture.begin();
  gesture.pause();
  gesture.begin();
  vi.advanceTimersByTime(10_000);
  expect(gesture.begin()).toBe(first);
});

test("a drag that is over is over at once", () => {
  const gesture = createGesture();
  const first = gesture.begin();
  gesture.end();
  expect(gesture.begin()).not.toBe(first);
});
