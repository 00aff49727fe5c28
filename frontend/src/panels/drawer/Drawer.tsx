import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { Pane } from "../../app/Pane";
import { showExperiments } from "../../experiments/opening";
import { type LabState, STANDING } from "../../store/lab";
import { DRAWER_TABS, type DrawerTab } from "../../store/page";
import { ExperimentsTab } from "../experiments/ExperimentsTab";
import { DirectionsTab } from "./DirectionsTab";
import { HistoryList } from "./HistoryList";
import { InterventionList } from "./InterventionList";
import { ProblemList } from "./ProblemList";
import { ReferencesTab } from "./ReferencesTab";
import { StatesTab } from "./StatesTab";

interface List {
  readonly label: string;
  readonly count: (lab: LabState) => number;
  readonly content: ReactNode;
}

const LISTS: Record<DrawerTab, List> = {
  interventions: {
    label: "Interventions",
    count: ({ state }) => state?.interventions.length ?? 0,
    content: <InterventionList />,
  },
  experiments: {
    label: "Experiments",
    count: ({ state }) => state?.experiments.length ?? 0,
    content: <ExperimentsTab />,
  },
  states: { label: "States", count: ({ state }) => state?.saved.length ?? 0, content: <StatesTab /> },
  references: {
    label: "Sets",
    count: ({ state }) => (state?.references.length ?? 0) + (state?.pairs.length ?? 0),
    content: <ReferencesTab />,
  },
  directions: {
    label: "Directions",
    count: ({ state }) => state?.directions.length ?? 0,
    content: <DirectionsTab />,
  },
  history: { label: "History", count: ({ state }) => state?.history.length ?? 0, content: <HistoryList /> },
  problems: { label: "Problems", count: problemCount, content: <ProblemList /> },
};

/** What is held, what has a name, what was done, what went wrong. */
export function Drawer() {
  const laboratory = useLaboratory();
  const tab = usePage((page) => page.drawerTab);
  const choose = (value: string) => {
    const known = DRAWER_TABS.find((name) => name === value);
    if (known === "experiments") showExperiments(laboratory);
    else if (known) laboratory.set({ drawerTab: known });
  };
  return (
    <Tabs.Root className="tabs-root" value={tab} onValueChange={choose}>
      <Pane
        name="drawer"
        title={
          <Tabs.List className="tabs" aria-label="Lists">
            {DRAWER_TABS.map((name) => (
              <Tabs.Trigger key={name} value={name}>
                {LISTS[name].label}
                <Count of={LISTS[name].count} />
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        }
      >
        {DRAWER_TABS.map((name) => (
          <Tabs.Content key={name} value={name}>
            {LISTS[name].content}
          </Tabs.Content>
        ))}
      </Pane>
    </Tabs.Root>
  );
}

function Count({ of }: { of: (lab: LabState) => number }) {
  const count = useLab(of);
  return count > 0 && <span className="count">{count}</span>;
}

function problemCount({ problems, state }: LabState): number {
  const heard = problems.filter(({ problem }) => problem.code !== STANDING).length;
  return heard + (state?.problems.length ?? 0);
}
