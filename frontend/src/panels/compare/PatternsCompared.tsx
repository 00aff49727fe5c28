import { type Cell, type CompareData, HeatMap, Legend, visibleText } from "@trafolab/viz";
import { type ReactNode, useMemo, useState } from "react";
import { Swatch } from "./CompareHead";
import { difference, FAINT, largestOf } from "./differences";

interface PatternsComparedProps {
  readonly data: CompareData;
  readonly head: string;
  readonly a: Float32Array;
  readonly b: Float32Array;
}

/** One head's pattern in both states and what the one has more than the other, under one cross hair. */
export function PatternsCompared({ data, head, a, b }: PatternsComparedProps) {
  const [hovered, setHovered] = useState<Cell | null>(null);
  const { size } = data;
  const stride = Math.max(1, Math.ceil(data.a.prompt.length / Math.max(1, size)));
  const labels = useMemo(
    () => [data.a, data.b].map(({ prompt }) => cellLabels(prompt, size, stride)),
    [data, size, stride],
  );
  const [ofA = [], ofB = []] = labels;
  const change = useMemo(() => difference(a, b), [a, b]);
  const most = Math.max(largestOf(change), FAINT);
  const shared = {
    rows: size,
    cols: size,
    hovered,
    onHover: setHovered,
    onSelect: setHovered,
    stride,
    ...SHAPE,
  };
  const named = (tokens: readonly string[]) => ({ rowLabels: tokens, colLabels: tokens });
  return (
    <>
      <h3>
        <span className="mono">{head}</span>
        {stride > 1 && <small>{`largest of ${stride} × ${stride} tokens in each cell`}</small>}
      </h3>
      <div className="compare-patterns">
        <Figure
          title={
            <>
              <Swatch side="a" /> <span className="clip">{data.a.name}</span>
            </>
          }
          legend={SEEN}
        >
          <HeatMap
            {...shared}
            {...named(ofA)}
            values={a}
            scale="sequential"
            domain={[0, 1]}
            label={`Pattern of ${head} in ${data.a.name}`}
          />
        </Figure>
        <Figure
          title={
            <>
              <Swatch side="b" /> <span className="clip">{data.b.name}</span>
            </>
          }
          legend={SEEN}
        >
          <HeatMap
            {...shared}
            {...named(ofB)}
            values={b}
            scale="sequential"
            domain={[0, 1]}
            label={`Pattern of ${head} in ${data.b.name}`}
          />
        </Figure>
        <Figure title="a − b" legend={<Legend scale="diverging" domain={[-most, most]} label="a − b" />}>
          <HeatMap
            {...shared}
            {...named(ofA)}
            values={change}
            scale="diverging"
            domain={[-most, most]}
            label={`Pattern of ${head}, a − b`}
          />
        </Figure>
      </div>
    </>
  );
}

const SHAPE = { triangular: true, maxHeight: 520, maxCell: 36 } as const;
const SEEN = <Legend scale="sequential" domain={[0, 1]} label="attention" />;

function Figure(props: { title: ReactNode; legend: ReactNode; children: ReactNode }) {
  return (
    <figure>
      <figcaption>{props.title}</figcaption>
      {props.children}
      {props.legend}
    </figure>
  );
}

function cellLabels(tokens: readonly string[], size: number, stride: number): string[] {
  return Array.from({ length: size }, (_, cell) => visibleText(tokens[cell * stride] ?? "", 14));
}
