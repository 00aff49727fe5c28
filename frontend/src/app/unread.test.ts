import { expect, test } from "vitest";
import type { Noted } from "../store/lab";
import { unread } from "./unread";

const said = (...words: string[]): Noted[] =>
  words.map((what, i) => ({
    id: i + 1,
    at: 0,
    problem: { code: "c", what, subject: null, advice: null },
  }));
const ids = (problems: readonly Noted[], upTo: number, ...closed: number[]) =>
  unread(problems, { upTo, closed }).map(({ id }) => id);

test("a problem stays until it is closed, and closing it leaves the others", () => {
  expect(ids(said("one", "two"), 0)).toEqual([1, 2]);
  expect(ids(said("one", "two"), 0, 2)).toEqual([1]);
});

test("what was closed or has given way does not bring back older ones", () => {
  expect(ids(said("one", "two", "three"), 0)).toEqual([2, 3]);
  expect(ids(said("one", "two", "three"), 0, 3)).toEqual([2]);
});

test("the same again takes the place of what it was before", () => {
  expect(ids(said("one", "two", "one"), 0)).toEqual([2, 3]);
  expect(ids(said("one", "one"), 0, 2)).toEqual([]);
});

test("what a form has said is not said again", () => {
  expect(ids(said("one", "two"), 2)).toEqual([]);
});
