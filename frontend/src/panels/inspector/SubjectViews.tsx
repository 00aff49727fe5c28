import { type Aim, type Subject, VIEWS, viewsOf } from "@trafolab/viz";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import type { Component } from "../../model/components";
import { tabNamed, withTab } from "../../store/looking";
import type { InspectorTab } from "../../store/page";
import { CircuitsVisTab } from "./CircuitsVisTab";
import { ShownView } from "./ShownView";
import { ViewTabs } from "./ViewTabs";

interface SubjectViewsProps {
  readonly subject: Subject;
  /** What is selected; null for the prompt and the model. */
  readonly component: Component | null;
  readonly aim: Aim;
}

/** The views of one thing, a tab each. Only the visible one is watched; how it leaves stands beside the tabs. */
export function SubjectViews({ subject, component, aim }: SubjectViewsProps) {
  const { set, page } = useLaboratory();
  const [corner, setCorner] = useState<HTMLElement | null>(null);
  const open = usePage((shown) => shown.looking.tabs[subject]);
  const offered = useOffered(subject);
  const shown = offered.find(([tab]) => tab === open)?.[0] ?? offered[0]?.[0];
  if (shown === undefined) return null;
  const turn = (value: string) => {
    const tab = tabNamed(value);
    if (tab) set({ looking: withTab(page.getState().looking, subject, tab) });
  };
  return (
    <Tabs.Root className="inspector-view" value={shown} onValueChange={turn}>
      <div className="view-head">
        <ViewTabs
          offered={offered}
          open={shown}
          label={`Views of ${component?.name ?? `the ${subject}`}`}
          turn={turn}
        />
        <div className="view-corner" ref={setCorner} />
      </div>
      <Tabs.Content value={shown} className="tab-view">
        {shown !== "circuitsvis" && (
          <ShownView key={`${shown} ${aim.component}`} view={shown} aim={aim} corner={corner} />
        )}
        {shown === "circuitsvis" && component && <CircuitsVisTab head={component} />}
      </Tabs.Content>
    </Tabs.Root>
  );
}

/** Ours, and for a head CircuitsVis's own where the server has it. */
function useOffered(subject: Subject): (readonly [InspectorTab, string])[] {
  const bundled = useLab((lab) => (lab.welcome?.circuitsvis_url ?? "") !== "");
  const ours = viewsOf(subject).map((view) => [view, VIEWS[view].title] as const);
  return subject === "head" && bundled ? [...ours, ["circuitsvis", "CircuitsVis"]] : ours;
}
