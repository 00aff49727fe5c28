import { expect, test } from "vitest";
import { experiment } from "../testing/experiments";
import { marksIn } from "./marks";

const marks = (change: Parameters<typeof experiment>[0], ...progress: number[]) =>
  marksIn(experiment(change), { progress: Uint8Array.from(progress) });

test("only marks that are there are explained", () => {
  expect(marks({}, 2, 2)).toEqual([]);
  expect(marks({ status: "running" }, 3, 2, 1)).toEqual(["dot: changes nothing", "hatched: waiting"]);
});

test("what was stopped waits for nothing, and what was estimated alone exists", () => {
  expect(marks({ status: "stopped" }, 1, 0)).toEqual(["hatched: not computed", "grey: does not exist"]);
  expect(marks({ columns: ["values", "estimate"] }, 0)).toEqual(["grey: not patched"]);
});
