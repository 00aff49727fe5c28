// What the tour shows: a place on the page, and a sentence or two of it.
import type { Laboratory } from "../app/laboratory";
import { components } from "../model/components";

export interface TourStep {
  readonly title: string;
  readonly text: string;
  /** What is lit, as a CSS selector. */
  readonly place: (laboratory: Laboratory) => string;
  /** Has it in sight. */
  readonly prepare?: (laboratory: Laboratory) => void;
}

export const STEPS: readonly TourStep[] = [
  {
    title: "The prompt",
    text: "Everything is about this text, token by token; other texts to compare it with stand below it. E edits it, and a click on a token reads the model there.",
    place: () => ".promptbar",
  },
  {
    title: "The map",
    text: "The whole model: the residual stream from bottom to top, each head a tile with its attention pattern. The wheel moves the map, with Ctrl it zooms; the menu above it chooses other colours.",
    place: () => '[data-pane="map"]',
  },
  {
    title: "A head",
    text: "A click selects a head, an MLP or a point of the stream. Arrow keys walk on, Shift gathers several, and / searches.",
    place: (laboratory) =>
      `[data-component="${CSS.escape(laboratory.page.getState().selection.at(-1) ?? "")}"]`,
    prepare: (laboratory) => {
      if (laboratory.page.getState().selection.length === 0)
        laboratory.set({ selection: [headOf(laboratory)] });
    },
  },
  {
    title: "The inspector",
    text: "What is selected, closely: a tab for each view of it. The switch beside the name shows views of the prompt, and of the whole model.",
    place: () => '[data-pane="inspector"]',
    prepare: ({ setHidden }) => setHidden("inspector", false),
  },
  {
    title: "Acting",
    text: "A ablates the selection, F freezes it, P patches it, S steers; the same key again lets go, and Z undoes. The line of Python below does the same.",
    place: () => ".inspector-acts",
    prepare: ({ setHidden }) => setHidden("inspector", false),
  },
  {
    title: "The notebook",
    text: "A real notebook on this very model: lab.ablate(…) in a cell and a key on the map are one act, seen in both places.",
    place: () => '[data-pane="notebook"]',
    prepare: ({ setHidden }) => setHidden("notebook", false),
  },
  {
    title: "Experiments",
    text: "X asks which part does it: every head or position in turn, painted onto the map. That was all: ? shows every key, and this tour again.",
    place: () => '[data-pane="drawer"]',
    prepare: ({ set, setHidden }) => {
      setHidden("drawer", false);
      set({ drawerTab: "experiments" });
    },
  },
];

/** The last head of the model, or what it has in place of heads. */
function headOf({ lab }: Laboratory): string {
  const structure = lab.getState().state?.model?.structure;
  const all = structure ? components(structure) : [];
  return (all.findLast(({ kind }) => kind === "head") ?? all.at(-1))?.name ?? "";
}
