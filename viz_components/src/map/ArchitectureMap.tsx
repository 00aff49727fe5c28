import { useId, useRef } from "react";
import { ComponentLayer } from "./ComponentLayer";
import { EdgeTip } from "./EdgeTip";
import { groupAt } from "./groupAt";
import { MapControls } from "./MapControls";
import { MapNotes } from "./MapNotes";
import { Minimap } from "./Minimap";
import { focusing, pointing, tabStop } from "./mapEvents";
import type { ArchitectureMapProps } from "./props";
import { RemarkTip } from "./RemarkTip";
import { TileActions } from "./TileActions";
import { useMap } from "./useMap";
import { useMapKeys } from "./useMapKeys";
import { usePointedEdge } from "./usePointedEdge";
import { useReached } from "./useReached";
import { useWheelHover } from "./useWheelHover";

const HELP =
  "Arrow keys walk between components, Shift gathers, Control walks on without selecting and with Space adds one, Enter opens the inspector, plus and minus zoom, Shift 0 fits.";
const NO_ACTIONS: readonly never[] = [];

/**
 * A transformer as a map: the residual stream as spine, bottom to top, every head a tile with its attention
 * pattern. Pixels are on one canvas; over it lies one transparent layer with a focusable element for every
 * component, moved as a whole. What is drawn over those moves apart: a browser shows what moves as a layer of its
 * own blurred at another size.
 */
export function ArchitectureMap(props: ArchitectureMapProps) {
  const { hovered, selection, actions = NO_ACTIONS } = props;
  const pane = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const { layout, names, lines, camera, focus, setFocus, ...seen } = useMap(props, {
    pane,
    canvas,
    layer,
    over,
  });
  const help = useId();
  const handlers = { ...pointing(props, groupAt(seen.scene, camera)), ...focusing(layout, camera, setFocus) };
  const edge = usePointedEdge(lines, camera, props);
  const keys = useMapKeys(layout, camera, props);
  const wheelHover = useWheelHover(props);
  const under = hovered === null ? undefined : layout.byName.get(hovered);
  const { isReached, reach } = useReached(layout, camera, actions, props);
  const focused = focus.visible && focus.component !== null ? layout.byName.get(focus.component) : undefined;
  const explained = under ?? focused;
  const remark = explained && props.badges?.[explained.component];
  return (
    <section
      ref={pane}
      className="tf-map"
      aria-label="Map of the model"
      aria-describedby={help}
      {...keys}
      {...handlers}
      {...edge.handlers}
      onPointerOver={(event) => {
        handlers.onPointerOver(event);
        // A finger does not move.
        reach(event);
      }}
      onPointerMove={(event) => {
        reach(event);
        edge.handlers.onPointerMove?.(event);
      }}
      onWheel={(event) => {
        edge.leave();
        wheelHover(event);
      }}
      data-edges={props.edges && lines.length}
    >
      <canvas ref={canvas} />
      <div className="tf-map-layer" ref={layer} style={{ width: layout.width, height: layout.height }}>
        <ComponentLayer
          {...{ layout, names, selection }}
          states={props.componentStates}
          partly={props.partly}
          badges={props.badges}
          lens={props.lens}
          colourBy={props.colourBy}
          groups={props.groups}
          stop={tabStop(layout, focus.component, selection)}
        />
      </div>
      <div className="tf-map-over" ref={over}>
        {under && isReached && (
          <TileActions box={under} actions={actions} k={camera.current().k} onAction={props.onAction} />
        )}
        {explained && remark !== undefined && (
          <RemarkTip box={explained} remark={remark} camera={camera.current()} pane={sizeOf(pane.current)} />
        )}
      </div>
      {edge.tip && <EdgeTip {...edge.tip} pane={sizeOf(pane.current)} />}
      <MapNotes
        caption={props.lensCaption}
        colourBy={props.colourBy}
        edges={props.edges}
        onEdgesOff={props.onEdgesOff}
      />
      {seen.scene && <Minimap scene={seen.scene} pane={seen.size} camera={camera} follow={seen.follow} />}
      <MapControls camera={camera} />
      <p className="tf-hidden" id={help}>
        {HELP}
      </p>
    </section>
  );
}

function sizeOf(element: HTMLElement | null): { width: number; height: number } {
  return { width: element?.clientWidth ?? 0, height: element?.clientHeight ?? 0 };
}
