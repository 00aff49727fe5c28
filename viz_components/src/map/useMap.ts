import { type RefObject, useImperativeHandle, useMemo, useRef, useState } from "react";
import { useSize } from "../canvas/useSize";
import { detailAt } from "./detail";
import { linesOf } from "./edges";
import { figureOf } from "./figureOf";
import { footOf, legendsOf } from "./legends";
import type { Follow } from "./Minimap";
import type { MapFocus } from "./mapEvents";
import type { ArchitectureMapProps, Camera } from "./props";
import { useCamera } from "./useCamera";
import { useLayout } from "./useLayout";
import { usePainter } from "./usePainter";
import { useScene } from "./useScene";

/** The elements that a map consists of. */
interface MapElements {
  pane: RefObject<HTMLElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
  layer: RefObject<HTMLDivElement | null>;
  over: RefObject<HTMLDivElement | null>;
}

/** Everything behind a map: its layout, its camera, its picture, and the component in focus. */
export function useMap(props: ArchitectureMapProps, { pane, canvas, layer, over }: MapElements) {
  const [focus, setFocus] = useState<MapFocus>({ component: null, visible: false });
  const size = useSize(pane);
  const { layout, names } = useLayout(props.structure);
  const edges = props.edges?.edges;
  const lines = useMemo(() => linesOf(edges ?? [], layout), [edges, layout]);
  const scene = useScene(
    props,
    layout,
    lines,
    focus.visible ? focus.component : null,
    canvas,
    size.width > 0,
  );
  const foot = footOf(props);
  const repaint = useRef(() => {});
  const follow = useRef<Follow>(null);
  const onMove = (camera: Camera) => {
    place(pane.current, [layer.current, over.current], camera);
    follow.current?.(camera);
    repaint.current();
  };
  const camera = useCamera({
    pane,
    size,
    layout,
    foot,
    camera: props.camera,
    onMove,
    onRest: props.onCamera,
  });
  repaint.current = usePainter(canvas, scene, size, camera.current);
  useImperativeHandle(
    props.figure,
    () => (words) => scene && figureOf(scene, camera.current(), { ...size, foot }, legendsOf(props), words),
  );
  return { layout, names, lines, camera, focus, setFocus, scene, size, follow };
}

/** Moves the layers of elements: a style, not a render. */
function place(pane: HTMLElement | null, layers: readonly (HTMLElement | null)[], { x, y, k }: Camera): void {
  for (const layer of layers) if (layer) layer.style.transform = `translate(${x}px, ${y}px) scale(${k})`;
  if (!pane) return;
  const detail = detailAt(k);
  if (pane.dataset.detail !== detail) pane.dataset.detail = detail;
}
