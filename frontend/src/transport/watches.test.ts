import { expect, test, vi } from "vitest";
import { createWatches, watchKey } from "./watches";

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

test("watches are counted, ordered by what a person waits for, and announced once", async () => {
  const changed = vi.fn();
  const watches = createWatches(changed);
  const drops = [watches.add("lens", { position: -1 }), watches.add("metric", {}), watches.add("metric", {})];
  expect(changed).not.toHaveBeenCalled();
  await settled();
  expect(changed).toHaveBeenCalledTimes(1);
  expect(watches.list().map(({ view }) => view)).toEqual(["metric", "lens"]);
  drops[1]?.();
  expect(watches.has(watchKey("metric", {}))).toBe(true);
  drops[2]?.();
  expect(watches.has(watchKey("metric", {}))).toBe(false);
  await settled();
  expect(changed).toHaveBeenCalledTimes(2);
});

test("a watch with other parameters has another key", () => {
  expect(watchKey("lens", { position: 3 })).not.toBe(watchKey("lens", { position: 4 }));
});
