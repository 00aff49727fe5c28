import { expect, it, vi } from "vitest";
import { createNotebook } from "./notebook";
import { reattached } from "./reattached";

const THERE = { ready: true, moved: false, gone: () => false };

function notebook(attached: boolean, ...answers: ("saved" | "not yet" | "refused")[]) {
  const keep = vi.fn(async () => answers.shift() ?? "saved");
  return { ...createNotebook(), isAttached: async () => attached, keep };
}

it("saves before it loads, and tries until that is done", async () => {
  vi.useFakeTimers();
  const load = vi.fn();
  const over = reattached(notebook(false, "not yet", "saved"), { ...THERE, load });
  await vi.advanceTimersByTimeAsync(900);
  expect(load).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(200);
  expect(await over).toBe(true);
  expect(load).toHaveBeenCalledOnce();
  vi.useRealTimers();
});

it("saves what could not be saved before where the kernel is the same, and loads nothing", async () => {
  const [load, same] = [vi.fn(), notebook(true)];
  expect(await reattached(same, { ...THERE, load })).toBe(true);
  expect(same.keep).toHaveBeenCalledOnce();
  expect(load).not.toHaveBeenCalled();
});

it("loads nothing when the person refused to save", async () => {
  const load = vi.fn();
  await expect(reattached(notebook(false, "refused"), { ...THERE, load })).rejects.toThrow("was not saved");
  expect(load).not.toHaveBeenCalled();
});

it("leaves it to the next connection when this one breaks", async () => {
  const load = vi.fn();
  expect(await reattached(notebook(false), { ...THERE, load, gone: () => true })).toBe(false);
  expect(load).not.toHaveBeenCalled();
});

it("loads a half-loaded notebook without asking", async () => {
  const [load, half] = [vi.fn(), notebook(true)];
  expect(await reattached(half, { ...THERE, ready: false, load })).toBe(true);
  expect(half.keep).not.toHaveBeenCalled();
  expect(load).toHaveBeenCalledOnce();
});
