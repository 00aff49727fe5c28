import { Tabs } from "radix-ui";
import { useLab, useLaboratory, usePage } from "../../app/context";
import type { Component } from "../../model/components";
import type { InspectorTab } from "../../store/page";
import { CircuitsVisTab } from "./CircuitsVisTab";
import { PatternTab } from "./PatternTab";
import { TextTab } from "./TextTab";

const TABS: readonly (readonly [InspectorTab, string])[] = [
  ["pattern", "Pattern"],
  ["text", "Text"],
  ["circuitsvis", "CircuitsVis"],
];

/** The ways to look at a head's attention. Only the visible one is watched. */
export function HeadTabs({ head }: { head: Component }) {
  const { set } = useLaboratory();
  const tab = usePage((page) => page.inspectorTab);
  const bundled = useLab((lab) => (lab.welcome?.circuitsvis_url ?? "") !== "");
  const offered = TABS.filter(([value]) => bundled || value !== "circuitsvis");
  const shown = offered.some(([value]) => value === tab) ? tab : "pattern";
  return (
    <Tabs.Root value={shown} onValueChange={(value) => set({ inspectorTab: tabOf(value) })}>
      <Tabs.List className="tabs" aria-label={`Views of ${head.name}`}>
        {offered.map(([value, label]) => (
          <Tabs.Trigger key={value} value={value}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="pattern">
        <PatternTab head={head.name} />
      </Tabs.Content>
      <Tabs.Content value="text">
        <TextTab head={head.name} />
      </Tabs.Content>
      <Tabs.Content value="circuitsvis">
        <CircuitsVisTab head={head} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function tabOf(value: string): InspectorTab {
  return value === "text" || value === "circuitsvis" ? value : "pattern";
}
