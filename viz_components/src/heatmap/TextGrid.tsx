import {
  type CSSProperties,
  Fragment,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useSize } from "../canvas/useSize";
import { inkOn, type ScaleKind, shareOf } from "../scales";
import { useTheme } from "../theme/useTheme";
import { TokenText } from "../tokens/TokenText";
import { visibleText } from "../tokens/visibleText";
import { type Cell, walkCells } from "./cells";
import { byName, type Names } from "./names";
import { scrolledTo, type TextColumns, textColumns } from "./textColumns";

export interface TextGridProps {
  readonly rowLabels: readonly string[];
  /** Tokens at the head of the columns, each with its index. */
  readonly colTokens: readonly string[];
  readonly firstCol: number;
  /** Row-major; what stands in each cell. */
  readonly texts: readonly string[];
  /** Row-major, in [0, 1], or [−1, 1] where the scale diverges; NaN where there is none. */
  readonly shares: Float32Array;
  readonly scale: ScaleKind;
  readonly hovered: Cell | null;
  readonly onHover: (cell: Cell | null) => void;
  /** The cell that a person marked, and a mark that is set. */
  readonly marked: Cell | null;
  readonly onMark: (cell: Cell) => void;
  readonly rowNames: Names;
  readonly colNames: Names;
  /** The column that is read. */
  readonly focus: number | null;
  /** What the grid shows; its accessible name. */
  readonly label: string;
}

/** A matrix with a token's text in each cell, on a colour; rows keep their names while it scrolls. */
export function TextGrid(props: TextGridProps) {
  const { rowLabels, colTokens, firstCol, rowNames, colNames, hovered, onHover, focus, label } = props;
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const cell = hovered && grid.current?.querySelector(`[data-cell="${hovered.row} ${hovered.col}"]`);
    if (grid.current?.matches(":focus")) cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [hovered]);
  const columns = useColumns(grid, props);
  const [before, setBefore] = useState(0);
  return (
    <div
      className="tf-textgrid"
      ref={grid}
      role="application"
      aria-roledescription="grid of tokens"
      aria-label={`${label}. Arrow keys walk the cells, Enter marks one, R selects its row's point, C reads at its column's token.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk its cells
      tabIndex={0}
      style={{ gridTemplateColumns: columns.template, scrollPaddingLeft: columns.names }}
      onScroll={({ currentTarget }) => setBefore(Math.round(currentTarget.scrollLeft / columns.pitch))}
      {...events(props)}
      onPointerLeave={() => onHover(null)}
    >
      {rowLabels.map((name, row) => (
        <Fragment key={name}>
          <button
            type="button"
            tabIndex={-1}
            className="tf-textgrid-row"
            title={`${rowNames.says} ${name}`}
            data-hovered={hovered?.row === row ? "" : undefined}
            onClick={() => rowNames.go(row)}
          >
            {name}
          </button>
          {colTokens.map((_, col) => (
            <GridCell
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell's identity is its place
              key={col}
              {...props}
              row={row}
              col={col}
            />
          ))}
        </Fragment>
      ))}
      <span className="tf-textgrid-row tf-textgrid-corner">{before > 0 && `← ${before} more`}</span>
      {colTokens.map((token, col) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a token's identity is its position
          key={col}
          type="button"
          tabIndex={-1}
          className="tf-textgrid-col"
          title={`${colNames.says} ${visibleText(token)} (${firstCol + col})`}
          onClick={() => colNames.go(col)}
          data-col={col}
          data-hovered={hovered?.col === col ? "" : undefined}
          data-focus={focus === col ? "" : undefined}
        >
          <TokenText text={token} />
          <small>{firstCol + col}</small>
        </button>
      ))}
    </div>
  );
}

/** Their widths; the one that is read is in sight. */
function useColumns(
  grid: RefObject<HTMLElement | null>,
  { rowLabels, colTokens, focus }: TextGridProps,
): TextColumns {
  const { width } = useSize(grid);
  const longest = Math.max(...rowLabels.map(({ length }) => length));
  const columns = useMemo(
    () => textColumns(width, longest, colTokens.length),
    [width, longest, colTokens.length],
  );
  useLayoutEffect(() => {
    const box = grid.current;
    if (box && focus !== null) box.scrollLeft = scrolledTo(box.scrollLeft, focus, width, columns);
  }, [grid, focus, width, columns]);
  return columns;
}

interface GridCellProps extends TextGridProps {
  readonly row: number;
  readonly col: number;
}

function GridCell({ row, col, colTokens, texts, shares, scale, hovered, marked }: GridCellProps) {
  const theme = useTheme();
  const index = row * colTokens.length + col;
  const share = shares[index] ?? Number.NaN;
  const found = Number.isNaN(share) ? null : shareOf(scale, share, theme);
  const style: CSSProperties = found ? { backgroundColor: found.css, color: inkOn(found) } : {};
  return (
    <span
      className="tf-textgrid-cell"
      data-cell={`${row} ${col}`}
      data-share={Number.isNaN(share) ? undefined : share}
      data-hovered={hovered?.row === row && hovered.col === col ? "" : undefined}
      data-marked={marked?.row === row && marked.col === col ? "" : undefined}
      style={style}
    >
      <TokenText text={texts[index] ?? ""} />
    </span>
  );
}

function events(props: TextGridProps) {
  const { rowLabels, colTokens, hovered, onHover, onMark } = props;
  return {
    onPointerOver: ({ target }: PointerEvent) => {
      const cell = cellOf(target);
      if (cell) onHover(cell);
    },
    onClick: ({ target }: { target: EventTarget }) => {
      const cell = cellOf(target);
      if (cell) onMark(cell);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const press = event.key === "Enter" || event.key === " ";
      if (press && hovered) onMark(hovered);
      const next = walkCells(hovered, event.key, rowLabels.length, colTokens.length);
      if (next) onHover(next);
      if (next || press || byName(event, props)) event.preventDefault();
    },
  };
}

function cellOf(target: EventTarget): Cell | null {
  const place = target instanceof Element ? target.closest<HTMLElement>("[data-cell]")?.dataset.cell : null;
  const [row, col] = (place ?? "").split(" ").map(Number);
  return place == null || row === undefined || col === undefined ? null : { row, col };
}
