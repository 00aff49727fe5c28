import { VIEWS } from "@trafolab/viz";
import { ChevronDown } from "lucide-react";
import { DropdownMenu, Tabs } from "radix-ui";
import type { InspectorTab } from "../../store/page";
import { useInRow } from "../../ui/useInRow";

type Offered = readonly (readonly [InspectorTab, string])[];

interface ViewTabsProps {
  readonly offered: Offered;
  readonly open: InspectorTab;
  readonly label: string;
  readonly turn: (tab: string) => void;
}

/** The views of one thing in one row: a tab for each that fits, always for the open one, and a menu of the others. */
export function ViewTabs({ offered, open, label, turn }: ViewTabsProps) {
  const { row, fits } = useInRow(
    offered.map(([tab]) => tab).join(),
    offered.findIndex(([tab]) => tab === open),
  );
  const others = offered.filter((_, at) => !fits(at));
  return (
    <>
      <Tabs.List className="tabs" aria-label={label} ref={row}>
        {offered.map(([tab, title], at) => (
          <Tabs.Trigger key={tab} value={tab} data-out={fits(at) ? undefined : ""}>
            {title}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {others.length > 0 && <MoreViews others={others} turn={turn} />}
    </>
  );
}

function MoreViews({ others, turn }: { others: Offered; turn: (tab: string) => void }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="more-views" data-rest="">
        More <span className="count">{others.length}</span>
        <span className="visually-hidden"> views</span>
        <ChevronDown size={12} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <Group title="On this prompt" of={others.filter(([tab]) => !ofWeights(tab))} turn={turn} />
          <Group title="Of the weights alone" of={others.filter(([tab]) => ofWeights(tab))} turn={turn} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Group({ title, of, turn }: { title: string; of: Offered; turn: (tab: string) => void }) {
  if (of.length === 0) return null;
  return (
    <DropdownMenu.Group>
      <DropdownMenu.Label className="menu-note">{title}</DropdownMenu.Label>
      {of.map(([tab, label]) => (
        <DropdownMenu.Item key={tab} className="menu-item" onSelect={() => turn(tab)}>
          {label}
        </DropdownMenu.Item>
      ))}
    </DropdownMenu.Group>
  );
}

function ofWeights(tab: InspectorTab): boolean {
  return tab !== "circuitsvis" && VIEWS[tab].ofWeights === true;
}
