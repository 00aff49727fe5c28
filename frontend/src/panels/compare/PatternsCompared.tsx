import { type Cell, type CompareData, HeatMap, Legend, visibleText } from "@trafolab/viz";
import { type ReactNode, useMemo, useState } from "react";
import { difference, FAINT, largestOf } from "./differences";
import { Swatch, shortName } from "./Swatch";

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
  const [ofA, ofB] = useMemo(
    () => [cellLabels(data.a.prompt, size, stride), cellLabels(data.b.prompt, size, stride)] as const,
    [data, size, stride],
  );
  const change = useMemo(() => difference(a, b), [a, b]);
  const most = Math.max(largestOf(change), FAINT);
  const subtraction = `${shortName(data.a.name)} − ${shortName(data.b.name)}`;
  const shared = { rows: size, cols: size, hovered, onHover: setHovered, onSelect: setHovered, stride };
  const seen = (values: Float32Array, tokens: readonly string[], name: string) => (
    <HeatMap
      {...shared}
      {...SEEN}
      {...named(tokens)}
      values={values}
      label={`Pattern of ${head} in ${name}`}
    />
  );
  return (
    <>
      <h3>
        <span className="mono">{head}</span>
        {stride > 1 && <small>{`largest of ${stride} × ${stride} tokens in each cell`}</small>}
      </h3>
      <div className="compare-patterns">
        <Figure title={<Swatch side="a" name={data.a.name} />} legend={ATTENTION}>
          {seen(a, ofA, data.a.name)}
        </Figure>
        <Figure title={<Swatch side="b" name={data.b.name} />} legend={ATTENTION}>
          {seen(b, ofB, data.b.name)}
        </Figure>
        <Figure
          title={<span className="clip">{subtraction}</span>}
          legend={<Legend scale="diverging" domain={[-most, most]} label="difference" />}
        >
          <HeatMap
            {...shared}
            {...SHAPE}
            {...named(ofA)}
            values={change}
            scale="diverging"
            domain={[-most, most]}
            label={`Pattern of ${head}, ${data.a.name} − ${data.b.name}`}
          />
        </Figure>
      </div>
    </>
  );
}

const SHAPE = { triangular: true, maxHeight: 520, maxCell: 36 } as const;
const SEEN = { ...SHAPE, scale: "sequential", domain: [0, 1] } as const;
const ATTENTION = <Legend scale="sequential" domain={[0, 1]} label="attention" />;

function named(tokens: readonly string[]) {
  return { rowLabels: tokens, colLabels: tokens };
}

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
