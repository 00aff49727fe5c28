import { ArchitectureMap, type MapAction, type MapFigure } from "@trafolab/viz";
import { useMemo, useRef } from "react";
import type { OperationInfo } from "../../acts/records";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { Pane } from "../../app/Pane";
import { marksOf } from "../../model/marks";
import { Empty } from "../../ui/Empty";
import { FilterStrip } from "./FilterStrip";
import { MapChips } from "./MapChips";
import { MapExport } from "./MapExport";
import { MapTitle } from "./MapTitle";
import { MapTools } from "./MapTools";
import { useColouring } from "./useColouring";
import { useMapActs } from "./useMapActs";
import { useMapEdges } from "./useMapEdges";
import { useMapMarks } from "./useMapMarks";
import { useMapViews } from "./useMapViews";

/** The whole model as a map, alive. */
export function MapPane() {
  return (
    <Pane name="map" title={<MapTitle />} tools={<MapTools />}>
      <Stage />
    </Pane>
  );
}

function Stage() {
  const { set } = useLaboratory();
  const state = useLab((shown) => shown.state);
  const selection = usePage((shown) => shown.selection);
  const hovered = usePage((shown) => shown.hovered);
  const camera = usePage((shown) => shown.camera);
  const marks = useMemo(() => (state ? marksOf(state) : null), [state]);
  const views = useMapViews();
  const acts = useMapActs();
  const colourBy = useColouring();
  const edges = useMapEdges();
  const ofView = usePage((shown) => shown.lines !== null);
  const chosen = useMapMarks(colourBy, edges);
  const filterShown = usePage((shown) => shown.filterShown);
  const sized = { colouring: colourBy, edges };
  const pointedEdge = usePage((shown) => shown.pointedEdge);
  const figure = useRef<MapFigure>(null);
  const actions = useMemo(() => tileActions(state?.operations ?? []), [state?.operations]);
  if (!state?.model || !marks) return <NoModel />;
  return (
    <div className="map-stage">
      {filterShown && <FilterStrip {...sized} />}
      <div className="map-field">
        <ArchitectureMap
          structure={state.model.structure}
          componentStates={marks.states}
          partly={marks.partly}
          badges={marks.remarks}
          captions={marks.captions}
          {...views}
          {...chosen}
          colourBy={colourBy}
          pointedEdge={pointedEdge}
          onEdgesOff={ofView ? () => set({ lines: null }) : undefined}
          selection={selection}
          hovered={hovered}
          actions={actions}
          camera={camera}
          figure={figure}
          {...acts}
        />
        {!filterShown && <MapChips {...sized} />}
        <MapExport figure={figure} />
      </div>
    </div>
  );
}

/** What a tile's own buttons offer: the operations that have a key, and the menu of all. */
function tileActions(operations: readonly OperationInfo[]): MapAction[] {
  return [
    ...operations.filter(({ key }) => key !== ""),
    { key: "more", label: "Everything that can be done to", glyph: "⋯", always: true },
  ];
}

function NoModel() {
  const connection = useLab((lab) => lab.connection);
  const problem = useLab((lab) => lab.state?.problems.at(-1) ?? null);
  if (connection !== "open") return <Empty title="Connecting to the laboratory…" />;
  if (problem !== null) return <Empty title="There is no model.">{problem}</Empty>;
  return (
    <div className="map-skeleton" role="status">
      <p>Opening the model…</p>
      <div aria-hidden="true" />
      <div aria-hidden="true" />
      <div aria-hidden="true" />
      <div aria-hidden="true" />
    </div>
  );
}
