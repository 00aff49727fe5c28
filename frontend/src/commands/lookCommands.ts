import { type Subject, VIEWS, type ViewName, viewsOf } from "@trafolab/viz";
import type { Laboratory } from "../app/laboratory";
import { findComponent } from "../model/components";
import { withTab } from "../store/looking";
import type { Looking } from "../store/page";
import type { Command } from "./command";
import { openInspector } from "./walkCommands";

/** Each view of what is selected, of the prompt and of the model. */
export function lookCommands(laboratory: Laboratory): Command[] {
  const { lab, page } = laboratory;
  const structure = lab.getState().state?.model?.structure;
  if (!structure) return [];
  const selected = findComponent(structure, page.getState().selection.at(-1));
  return [
    ...(selected ? looks(laboratory, "selection", selected.kind, selected.name) : []),
    ...looks(laboratory, "prompt", "prompt", "the prompt"),
    ...looks(laboratory, "model", "model", "the model"),
  ];
}

function looks(laboratory: Laboratory, at: Looking["at"], subject: Subject, name: string): Command[] {
  return viewsOf(subject).map((view) => ({
    id: `look:${at}:${view}`,
    group: "View",
    label: `Look at ${name}: ${VIEWS[view].title}`,
    keys: [],
    enabled: true,
    run: () => look(laboratory, at, subject, view),
  }));
}

function look(laboratory: Laboratory, at: Looking["at"], subject: Subject, view: ViewName): void {
  const { page, set } = laboratory;
  set({ looking: withTab({ ...page.getState().looking, at }, subject, view) });
  openInspector(laboratory);
}
