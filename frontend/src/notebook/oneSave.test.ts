import { expect, test } from "vitest";
import { oneSaveAtATime } from "./oneSave";

/** A document whose saves end when they are told to. */
function slowly() {
  const ends: ((error?: Error) => void)[] = [];
  const heard = new Set<(sender: unknown, told: unknown) => void>();
  const contentChanged = {
    connect: (act: (sender: unknown, told: unknown) => void) => void heard.add(act),
    disconnect: (act: (sender: unknown, told: unknown) => void) => void heard.delete(act),
  };
  const model = { dirty: true, contentChanged };
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
  const write = () => {
    for (const act of heard) act(context, undefined);
  };
  return { ends, model, context, rest, write };
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

test("what was written while a save was on its way is unsaved after it", async () => {
  const { ends, model, context, write } = slowly();
  const saved = context.save();
  write();
  // Jupyter takes the document for saved whatever came meanwhile.
  model.dirty = false;
  ends[0]?.();
  await saved;
  expect(model.dirty).toBe(true);
});

test("what was written before a save is saved by it", async () => {
  const { ends, model, context, write } = slowly();
  write();
  const saved = context.save();
  model.dirty = false;
  ends[0]?.();
  await saved;
  expect(model.dirty).toBe(false);
});
