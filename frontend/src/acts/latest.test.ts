import { expect, test } from "vitest";
import { createLatest } from "./latest";

test("one value is under way at a time, and only the newest of those that came meanwhile follows", async () => {
  const sent: number[] = [];
  const answers: (() => void)[] = [];
  const live = createLatest((value: number) => {
    sent.push(value);
    return new Promise<void>((resolve) => answers.push(resolve));
  });
  for (const value of [1, 2, 3, 4]) live.offer(value);
  expect(sent).toEqual([1]);
  answers[0]?.();
  await new Promise((resolve) => setTimeout(resolve));
  expect(sent).toEqual([1, 4]);
  answers[1]?.();
  await new Promise((resolve) => setTimeout(resolve));
  live.offer(5);
  expect(sent).toEqual([1, 4, 5]);
});

test("values that wait are joined, where they can be", async () => {
  const sent: string[] = [];
  const live = createLatest(
    (value: string) => Promise.resolve(sent.push(value)),
    (older, newer) => older + newer,
  );
  for (const value of ["a", "b", "c"]) live.offer(value);
  await new Promise((resolve) => setTimeout(resolve));
  expect(sent).toEqual(["a", "bc"]);
});

test("a refused value does not stop the next", async () => {
  const sent: number[] = [];
  const live = createLatest((value: number) => {
    sent.push(value);
    return Promise.reject(new Error("refused"));
  });
  live.offer(1);
  live.offer(2);
  await new Promise((resolve) => setTimeout(resolve));
  expect(sent).toEqual([1, 2]);
});
