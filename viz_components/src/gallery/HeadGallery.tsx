import {
  type KeyboardEvent,
  type MouseEvent,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { readPalette } from "../canvas/palette";
import { prepareCanvas } from "../canvas/prepareCanvas";
import { useSize } from "../canvas/useSize";
import { useHover } from "../hover";
import { makeAtlas } from "../map/paint/atlas";
import { useTheme } from "../theme/useTheme";
import { type Layout, laidOut, type Scored, tileAt, walkTiles } from "./arrange";
import { paintGallery } from "./paintGallery";

export interface HeadGalleryProps {
  /** In the order in which they stand. */
  readonly shown: readonly Scored[];
  /** uint8 `[head, size, size]`, 255 is probability 1; `heads` names its first axis. */
  readonly miniatures: {
    readonly size: number;
    readonly heads: readonly string[];
    readonly data: Uint8Array;
  };
  /** The ends of the scores' colours. */
  readonly domain: readonly [number, number];
  /** How many heads have a row to themselves; 0 where as many as fit. */
  readonly perRow: number;
  readonly selected: string | null;
  readonly onSelect: (head: string) => void;
  /** The head under the pointer or the cursor, and the cell of its miniature. */
  readonly onPoint: (at: PointedTile | null) => void;
  /** Tallest that it becomes before it scrolls, in CSS pixels. */
  readonly maxHeight: number;
  readonly label: string;
}

export interface PointedTile {
  readonly head: Scored;
  readonly cell: { readonly row: number; readonly col: number } | null;
}

/** Many heads in miniature on one canvas: what is scrolled out of sight is not drawn. Arrow keys walk. */
export function HeadGallery(props: HeadGalleryProps) {
  const { shown, perRow, maxHeight, label, onSelect, onPoint } = props;
  const view = useRef<HTMLDivElement>(null);
  const description = useId();
  const { width } = useSize(view);
  const [top, setTop] = useState(0);
  const [at, setAt] = useHover<number>();
  const layout = useMemo(
    () => laidOut(shown.length, Math.max(1, width), perRow, longest(shown)),
    [shown, width, perRow],
  );
  const whole = Math.max(1, layout.rows * layout.pitchY);
  const height = Math.min(whole, maxHeight);
  const canvas = usePainted(props, layout, { at, top: Math.min(top, whole - height), width, height });
  const point = (index: number | null, cell: PointedTile["cell"] = null) => {
    setAt(index);
    const head = index === null ? undefined : shown[index];
    onPoint(head ? { head, cell } : null);
  };
  const move = (event: MouseEvent<HTMLElement>) => {
    const found = under(event, layout, shown.length);
    point(found?.index ?? null, found && cellOf(found, props.miniatures.size));
  };
  const press = (event: KeyboardEvent) => {
    const head = at === null ? undefined : shown[at];
    const chosen = event.key === "Enter" || event.key === " ";
    if (chosen && head) onSelect(head.name);
    const next = walkTiles(at, event.key, layout.columns, shown.length);
    if (next !== null) {
      point(next);
      reveal(view.current, layout, next);
    }
    if (chosen || next !== null) event.preventDefault();
  };
  return (
    <div
      className="tf-gallery"
      ref={view}
      style={{ maxHeight }}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div
        className="tf-gallery-plot"
        style={{ height: whole }}
        role="application"
        aria-roledescription="gallery of heads"
        aria-label={label}
        aria-describedby={description}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk its tiles
        tabIndex={0}
        onPointerMove={move}
        onPointerLeave={() => point(null)}
        onClick={(event) => {
          const found = under(event, layout, shown.length);
          const head = found && shown[found.index];
          if (head) onSelect(head.name);
        }}
        onKeyDown={press}
      >
        <canvas ref={canvas} style={{ width, height }} />
      </div>
      <span className="tf-hidden" id={description}>
        {`${shown.length} heads. Arrow keys walk, Enter selects.`}
      </span>
    </div>
  );
}

function usePainted(
  { shown, miniatures, domain, selected }: HeadGalleryProps,
  layout: Layout,
  { at, top, width, height }: { at: number | null; top: number; width: number; height: number },
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const atlas = useMemo(() => {
    const { size, heads, data } = miniatures;
    return makeAtlas({ size, heads: [...heads], data }, theme);
  }, [miniatures, theme]);
  useLayoutEffect(() => {
    const context = canvas.current && prepareCanvas(canvas.current, { width, height });
    if (!canvas.current || !context || width <= 0) return;
    const palette = readPalette(canvas.current);
    context.fillStyle = palette.panel;
    context.fillRect(0, 0, width, height);
    // Frames stand around the tiles.
    context.translate(1, 1);
    paintGallery(context, { shown, layout, atlas, domain, theme, palette, selected, at }, top, height);
  }, [shown, layout, atlas, domain, theme, selected, at, top, width, height]);
  return canvas;
}

function longest(shown: readonly Scored[]): number {
  return shown.reduce((most, { name }) => Math.max(most, name.length), 0);
}

function under(event: MouseEvent<HTMLElement>, layout: Layout, count: number) {
  const box = event.currentTarget.getBoundingClientRect();
  return tileAt(layout, count, event.clientX - box.left - 1, event.clientY - box.top - 1);
}

/** Patterns have nothing above the diagonal. */
function cellOf({ x, y }: { x: number; y: number }, size: number): PointedTile["cell"] {
  const [row, col] = [Math.floor(y * size), Math.floor(x * size)];
  return row < size && col <= row ? { row, col } : null;
}

function reveal(view: HTMLElement | null, layout: Layout, index: number): void {
  if (!view) return;
  const top = Math.floor(index / layout.columns) * layout.pitchY;
  if (top < view.scrollTop) view.scrollTop = top;
  const over = top + layout.pitchY - view.scrollTop - view.clientHeight;
  if (over > 0) view.scrollTop += over;
}
