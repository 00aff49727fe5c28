import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerOf, recordedOf } from "../examples/recorded";
import { VIEW_NAMES } from "../views";
import { LocalLink } from "../views/link";
import { ViewPanel } from "../views/ViewPanel";
import type { ViewName } from "../views/view";
import type { Figure } from "./usePicture";

const WORDS = { title: "t", caption: "" };
let taken = "";

// There is no layout here: what stands in the page as drawing begins is enough, less what pictures leave out.
beforeEach(() => {
  vi.spyOn(HTMLDivElement.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    if (!this.matches(".tf-view-body")) return new DOMRect();
    taken = seenIn(this);
    throw new Error("seen");
  });
});

afterEach(() => vi.restoreAllMocks());

function seenIn(body: Element): string {
  const copy = document.createElement("div");
  copy.innerHTML = body.innerHTML;
  for (const each of copy.querySelectorAll(".tf-heatmap-tip, .tf-hidden")) each.remove();
  return copy.innerHTML;
}

/** Takes a picture of what is shown by then. */
function shown(view: ViewName): () => string {
  const example = recordedOf(view);
  let figure: Figure = () => "";
  render(
    <LocalLink position={11}>
      <ViewPanel
        view={view}
        params={example.params}
        change={() => {}}
        answer={answerOf(example)}
        foot={(given) => {
          figure = given;
          return null;
        }}
      />
    </LocalLink>,
  );
  return () => {
    expect(() => figure(WORDS)).toThrow("seen");
    return taken;
  };
}

/** Walks into every chart, and over some of what is shown. */
function pointEverywhere(): void {
  for (const chart of screen.queryAllByRole("application")) fireEvent.keyDown(chart, { key: "ArrowRight" });
  const all = [...document.querySelectorAll(".tf-view-body *")];
  const step = Math.ceil(all.length / 6);
  for (const element of all.filter((_, i) => i % step === 0)) fireEvent.pointerOver(element);
}

test.each(VIEW_NAMES)("a picture of %s shows nothing of where a person points", (view) => {
  const figure = shown(view);
  const before = figure();
  pointEverywhere();
  expect(figure()).toBe(before);
});

test("behind the picture a person points where they did", () => {
  const figure = shown("composition");
  fireEvent.keyDown(screen.getByRole("application"), { key: "ArrowRight" });
  const pointed = document.querySelectorAll(".tf-heatmap [data-hovered]").length;
  figure();
  expect(document.querySelectorAll(".tf-heatmap [data-hovered]").length).toBe(pointed);
});
