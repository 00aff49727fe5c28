import { Tabs } from "radix-ui";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { Pane } from "../../app/Pane";
import { STANDING } from "../../store/lab";
import type { DrawerTab } from "../../store/page";
import { HistoryList } from "./HistoryList";
import { InterventionList } from "./InterventionList";
import { ProblemList } from "./ProblemList";

/** What is held, what was done, what went wrong. */
export function Drawer() {
  const { set } = useLaboratory();
  const tab = usePage((page) => page.drawerTab);
  const counts = {
    interventions: useLab((lab) => lab.state?.interventions.length ?? 0),
    history: useLab((lab) => lab.state?.history.length ?? 0),
    problems: useLab(
      ({ problems, state }) =>
        problems.filter(({ problem }) => problem.code !== STANDING).length + (state?.problems.length ?? 0),
    ),
  };
  const heads: readonly (readonly [DrawerTab, string])[] = [
    ["interventions", "Interventions"],
    ["history", "History"],
    ["problems", "Problems"],
  ];
  return (
    <Tabs.Root className="tabs-root" value={tab} onValueChange={(value) => set({ drawerTab: tabOf(value) })}>
      <Pane
        name="drawer"
        title={
          <Tabs.List className="tabs" aria-label="Lists">
            {heads.map(([value, label]) => (
              <Tabs.Trigger key={value} value={value}>
                {label}
                {counts[value] > 0 && <span className="count">{counts[value]}</span>}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        }
      >
        <Tabs.Content value="interventions">
          <InterventionList />
        </Tabs.Content>
        <Tabs.Content value="history">
          <HistoryList />
        </Tabs.Content>
        <Tabs.Content value="problems">
          <ProblemList />
        </Tabs.Content>
      </Pane>
    </Tabs.Root>
  );
}

function tabOf(value: string): DrawerTab {
  return value === "history" || value === "problems" ? value : "interventions";
}
