import {
  ArchitectureMap,
  Legend,
  type MapAction,
  type MapFigure,
  plainText,
  visibleText,
} from "@trafolab/viz";
import { ListPlus, X } from "lucide-react";
import { useMemo, useRef } from "react";
import type { OperationInfo } from "../../acts/records";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { Pane } from "../../app/Pane";
import { useReadPosition } from "../../app/useReadPosition";
import { marksOf } from "../../model/marks";
import { placeName } from "../../model/places";
import { Empty } from "../../ui/Empty";
import { IconButton } from "../../ui/IconButton";
import { MapExport } from "./MapExport";
import { SweepMenu } from "./SweepMenu";
import { useColouring } from "./useColouring";
import { useMapActs } from "./useMapActs";
import { useKind, useMapEdges } from "./useMapEdges";
import { useMapViews } from "./useMapViews";

/** The whole model as a map, alive. */
export function MapPane() {
  return (
    <Pane name="map" title={<Title />} tools={<Tools />}>
      <Stage />
    </Pane>
  );
}

function Stage() {
  const state = useLab((shown) => shown.state);
  const selection = usePage((shown) => shown.selection);
  const hovered = usePage((shown) => shown.hovered);
  const camera = usePage((shown) => shown.camera);
  const marks = useMemo(() => (state ? marksOf(state) : null), [state]);
  const views = useMapViews();
  const acts = useMapActs();
  const colourBy = useColouring();
  const edges = useMapEdges();
  const pointedEdge = usePage((shown) => shown.pointedEdge);
  const figure = useRef<MapFigure>(null);
  const actions = useMemo(() => tileActions(state?.operations ?? []), [state?.operations]);
  if (!state?.model || !marks) return <NoModel />;
  return (
    <div className="map-stage">
      <ArchitectureMap
        structure={state.model.structure}
        componentStates={marks.states}
        partly={marks.partly}
        badges={marks.remarks}
        captions={marks.captions}
        {...views}
        colourBy={colourBy}
        edges={edges}
        pointedEdge={pointedEdge}
        selection={selection}
        hovered={hovered}
        actions={actions}
        camera={camera}
        figure={figure}
        {...acts}
      />
      <MapExport figure={figure} />
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

/** Says where the stream is read that the map and the predictions show. */
function Title() {
  const { index } = useReadPosition();
  const token = useLab((lab) => lab.state?.clean?.tokens[index]?.text);
  return (
    <>
      Map
      {token !== undefined && (
        <small
          className="read-at"
          title={`The map and its lens read the stream at ${placeName(token, index, 40)}`}
        >
          <span className="clip">
            reading<span className="wide"> the stream</span>
          </span>{" "}
          at
          <span className="mono clip">{visibleText(token, 24)}</span> ({index})
        </small>
      )}
    </>
  );
}

function Tools() {
  const colouring = usePage((shown) => shown.painted !== null);
  return (
    <>
      {colouring ? <PatternsAgain /> : <Legend scale="sequential" domain={[0, 1]} label="attention" />}
      <SweepMenu />
      <BosSwitch />
      <GatherSwitch />
    </>
  );
}

/** The way back from an experiment's colours. */
function PatternsAgain() {
  const { set } = useLaboratory();
  const painted = usePage((page) => page.painted);
  const kind = useKind(painted);
  const elsewhere = useLab(
    ({ state }) => state?.experiments.find(({ id }) => id === painted)?.elsewhere ?? null,
  );
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={true}
      title={elsewhere === null ? undefined : `found on ${plainText(elsewhere)}`}
      onClick={() => set({ painted: null })}
    >
      <span className={elsewhere === null ? undefined : "elsewhere"}>{paintedWords(kind, elsewhere)}</span>{" "}
      <X size={11} aria-hidden="true" />
    </button>
  );
}

function paintedWords(kind: string | null, elsewhere: string | null): string {
  const what = kind === "edges" ? "a circuit" : "effects";
  if (elsewhere !== null) return `${what} of another prompt`;
  return kind === "edges" ? "a circuit over the patterns" : "effects, not patterns";
}

/** For whom has no key to hold: each click adds a component, or takes it away again. */
function GatherSwitch() {
  const { set } = useLaboratory();
  const on = usePage((page) => page.gather);
  return (
    <IconButton
      label="Gather: each click adds to the selection, as with Shift"
      pressed={on}
      icon={<ListPlus size={15} />}
      onClick={() => set({ gather: !on })}
    />
  );
}

function BosSwitch() {
  const { set } = useLaboratory();
  const hidden = usePage((page) => page.hideBos);
  const text = useLab((lab) => lab.state?.clean?.tokens[0]?.text);
  const first = text === undefined ? "first token" : visibleText(text, 8);
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={hidden}
      title="Attention to the first token is left out everywhere, and the rest of each row sums to 1 again (B)"
      onClick={() => set({ hideBos: !hidden })}
    >
      {hidden ? `${first} hidden, rest renormalised` : `hide ${first}`}
    </button>
  );
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
