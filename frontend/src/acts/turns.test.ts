import { expect, test, vi } from "vitest";
import { createTurns } from "./turns";

test("nothing under way: at once", () => {
  const run = vi.fn();
  createTurns(() => true, vi.fn()).take(run);
  expect(run).toHaveBeenCalledOnce();
});

test("each waits for the outcome of the one before, in their order", async () => {
  let open = 0;
  const done: string[] = [];
  const turns = createTurns(() => open === 0, vi.fn());
  const press = (name: string) => () => {
    expect(open).toBe(0);
    open += 1;
    setTimeout(() => {
      open -= 1;
      done.push(name);
    }, 20);
  };
  for (const name of ["first", "second", "third"]) turns.take(press(name));
  await vi.waitFor(() => expect(done).toEqual(["first", "second", "third"]));
});

test("an outcome that never comes is given up", async () => {
  vi.useFakeTimers();
  const [run, giveUp] = [vi.fn(), vi.fn()];
  createTurns(() => false, giveUp).take(run);
  await vi.advanceTimersByTimeAsync(4000);
  expect(run).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  expect(giveUp).toHaveBeenCalledOnce();
  expect(run).toHaveBeenCalledOnce();
  vi.useRealTimers();
});
