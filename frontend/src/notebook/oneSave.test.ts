import { expect, test } from "vitest";
import { oneSaveAtATime } from "./oneSave";

/** A document whose saves end when they are told to. */
function slowly() {
  const ends: ((error?: Error) => void)[] = [];
  const model = { dirty: true };
  const context = {
    model,
    save: () =>
      new Promise<void>((resolve, reject) =>
        ends.push((error) => {
          if (error) reject(error);
          else resolve();
        }),
      ),
  };
  oneSaveAtATime(context);
  const rest = () => new Promise((resolve) => setTimeout(resolve));
  return { ends, model, context, rest };
}

test("a second save waits for the first, and is left out when nothing is left to save", async () => {
  const { ends, model, context, rest } = slowly();
  const both = [context.save(), context.save()];
  await rest();
  expect(ends.length).toBe(1);
  model.dirty = false;
  ends[0]?.();
  await Promise.all(both);
  expect(ends.length).toBe(1);
});

test("what was written meanwhile is saved then, by one of those who wait", async () => {
  const { ends, model, context, rest } = slowly();
  const all = [context.save(), context.save(), context.save()];
  ends[0]?.();
  await rest();
  expect(ends.length).toBe(2);
  model.dirty = false;
  ends[1]?.();
  await Promise.all(all);
  expect(ends.length).toBe(2);
});

test("a save that fails is told to whoever asked for it, and holds up no other", async () => {
  const { ends, context, rest } = slowly();
  const first = context.save();
  const second = context.save();
  const told = expect(first).rejects.toThrow("full");
  ends[0]?.(new Error("full"));
  await told;
  await rest();
  expect(ends.length).toBe(2);
  ends[1]?.();
  await second;
});
