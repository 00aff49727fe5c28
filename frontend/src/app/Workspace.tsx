import { useEffect } from "react";
import { Group, type Layout, Panel, Separator, useGroupRef } from "react-resizable-panels";
import { Drawer } from "../panels/drawer/Drawer";
import { Inspector } from "../panels/inspector/Inspector";
import { MapPane } from "../panels/map/MapPane";
import { NotebookPane } from "../panels/notebook/NotebookPane";
import { PredictionsPanel } from "../panels/predictions/PredictionsPanel";
import type { PaneName, Sizes } from "../store/page";
import { layoutFor, type Row, remembered } from "../store/shares";
import { useLaboratory, usePage } from "./context";

const ROWS: Record<keyof Sizes, Row> = {
  rows: { rest: "top", least: 30, usual: { top: 72, bottom: 28 } },
  columns: { rest: "map", least: 35, usual: { map: 46, inspector: 25, notebook: 29 } },
  drawer: { rest: "lists", least: 30, usual: { lists: 64, predictions: 36 } },
};

/** The panels that can be hidden, and the pane that each of them is. */
const HIDING: Readonly<Record<string, PaneName>> = {
  inspector: "inspector",
  notebook: "notebook",
  bottom: "drawer",
};

const HIDEABLE = { collapsible: true, collapsedSize: 0 } as const;

/** The panes and what divides them. */
export function Workspace() {
  const rows = useSizes("rows");
  return (
    <Group className="workspace" orientation="vertical" {...rows}>
      <Panel id="top" minSize="30%" defaultSize="72%">
        <Columns />
      </Panel>
      <Separator className="divider horizontal" />
      <Panel id="bottom" minSize="110px" defaultSize="28%" {...HIDEABLE}>
        <Bottom />
      </Panel>
    </Group>
  );
}

function Columns() {
  const columns = useSizes("columns");
  return (
    <Group orientation="horizontal" {...columns}>
      <Panel id="map" minSize="35%" defaultSize="46%">
        <MapPane />
      </Panel>
      <Separator className="divider vertical" />
      <Panel id="inspector" minSize="240px" defaultSize="25%" {...HIDEABLE}>
        <Inspector />
      </Panel>
      <Separator className="divider vertical" />
      <Panel id="notebook" minSize="260px" defaultSize="29%" {...HIDEABLE}>
        <NotebookPane />
      </Panel>
    </Group>
  );
}

function Bottom() {
  const sizes = useSizes("drawer");
  return (
    <Group orientation="horizontal" {...sizes}>
      <Panel id="lists" minSize="300px" defaultSize="64%">
        <Drawer />
      </Panel>
      <Separator className="divider vertical" />
      <Panel id="predictions" minSize="240px" defaultSize="36%">
        <PredictionsPanel />
      </Panel>
    </Group>
  );
}

/** Ties a group to the stored shares and to what is hidden, in both directions. */
function useSizes(which: keyof Sizes) {
  const { set, setHidden, page } = useLaboratory();
  const groupRef = useGroupRef();
  const stored = usePage((shown) => shown.sizes[which]);
  const collapsed = usePage((shown) => shown.collapsed);
  useEffect(() => {
    const group = groupRef.current;
    const hidden = Object.keys(HIDING).filter((panel) => isHidden(panel, collapsed));
    const wanted = layoutFor(ROWS[which], stored, hidden);
    if (group && !same(wanted, group.getLayout())) group.setLayout(wanted);
  }, [groupRef, which, stored, collapsed]);
  return {
    groupRef,
    onLayoutChanged(layout: Layout, { isUserInteraction }: { isUserInteraction: boolean }) {
      if (!isUserInteraction) return;
      const { sizes } = page.getState();
      set({ sizes: { ...sizes, [which]: remembered(ROWS[which], sizes[which], layout) } });
      for (const [panel, pane] of Object.entries(HIDING)) {
        const share = layout[panel];
        if (share === undefined || share < 1 === isHidden(panel, page.getState().collapsed)) continue;
        setHidden(pane, share < 1);
      }
    },
  };
}

function isHidden(panel: string, collapsed: readonly PaneName[]): boolean {
  const pane = HIDING[panel];
  return pane !== undefined && collapsed.includes(pane);
}

function same(one: Layout, other: Layout): boolean {
  const names = Object.keys(other);
  return (
    names.length === Object.keys(one).length &&
    names.every((name) => Math.abs((one[name] ?? -1) - (other[name] ?? -2)) < 0.01)
  );
}
