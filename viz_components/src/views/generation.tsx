import { useMemo } from "react";
import { Entry } from "../controls/Entry";
import { percent } from "../format";
import { useHover } from "../hover";
import { Legend } from "../Legend";
import type { Continuation } from "../protocol/gen";
import { ColouredText } from "../tokens/ColouredText";
import { type Characters, characters } from "../tokens/characters";
import { TokenText } from "../tokens/TokenText";
import type { View, ViewProps } from "./view";

type Props = ViewProps<"generation">;

/** How the prompt goes on, with interventions and without. */
function Generation(props: Props) {
  const { data } = props;
  const [live, plain] = data.sides;
  const fork = live && plain ? forkOf(live, plain) : null;
  return (
    <>
      <Choices {...props} />
      {data.reason !== null && (
        <p className="tf-view-failure" role="status">
          {data.reason}
        </p>
      )}
      <div className="tf-generation">
        {data.sides.map((side) => (
          <Side key={side.run} side={side} before={data.prompt_end} fork={fork} alone={plain === undefined} />
        ))}
      </div>
      <footer className="tf-view-foot">
        <Legend scale="sequential" domain={[0, 1]} label="probability" />
        <small>{summary(fork, plain !== undefined, data.sides)}</small>
      </footer>
    </>
  );
}

function Choices({ params, change }: Props) {
  return (
    <div className="tf-view-controls">
      <NumberEntry
        label="tokens"
        value={params.max_new_tokens}
        least={1}
        most={200}
        onChange={(max_new_tokens) => change({ max_new_tokens: Math.round(max_new_tokens) })}
      />
      <NumberEntry
        label="temperature"
        value={params.temperature}
        least={0}
        most={5}
        onChange={(temperature) => change({ temperature })}
      />
      {params.temperature > 0 ? (
        <>
          <NumberEntry
            label="seed"
            value={params.seed}
            least={0}
            most={2 ** 31 - 1}
            onChange={(seed) => change({ seed: Math.round(seed) })}
          />
          <button type="button" className="tf-quiet" onClick={() => change({ seed: params.seed + 1 })}>
            another draw
          </button>
        </>
      ) : (
        <small>the most probable token each time</small>
      )}
    </div>
  );
}

interface NumberEntryProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onChange: (value: number) => void;
}

function NumberEntry({ label, value, least, most, onChange }: NumberEntryProps) {
  const typed = (text: string) => {
    const number = Number(text);
    if (text.trim() !== "" && Number.isFinite(number)) onChange(Math.max(least, Math.min(most, number)));
  };
  return <Entry label={label} value={String(value)} hint={String(least)} size={4} onChange={typed} />;
}

interface SideProps {
  readonly side: Continuation;
  readonly before: readonly string[];
  /** Where the two part, counted from the prompt's end. */
  readonly fork: number | null;
  readonly alone: boolean;
}

function Side({ side, before, fork, alone }: SideProps) {
  const [hovered, setHovered] = useHover<number>();
  const shown = useMemo(() => characters(side.tokens.map(({ text }) => text)), [side.tokens]);
  const values = useMemo(() => shown.map((each) => probOf(side.tokens, each)), [shown, side.tokens]);
  const parts = fork === null ? -1 : shown.findIndex(({ end }) => fork < end);
  const name = alone ? "live and plain" : side.run;
  return (
    <section aria-label={`The ${name} continuation`} data-run={side.run}>
      <h4>
        {name} <small>{side.stopped === null ? "being written …" : STOPPED[side.stopped]}</small>
      </h4>
      <div className="tf-overlay tf-generation-before">
        …
        {characters(before).map(({ text, start }) => (
          <TokenText key={start} text={text} />
        ))}
      </div>
      <ColouredText
        tokens={shown.map(({ text }) => text)}
        values={values}
        scale="sequential"
        domain={[0, 1]}
        hovered={hovered}
        focus={parts < 0 ? null : parts}
        onHover={setHovered}
        note={(at) => noteOf(shown[at], values[at] ?? Number.NaN)}
        label={`The ${name} continuation, by probability`}
      />
    </section>
  );
}

/** Of one behind the other, where a character takes several. */
function probOf(tokens: Continuation["tokens"], { start, end }: Characters): number {
  return tokens.slice(start, end).reduce((product, { prob }) => product * prob, 1);
}

function noteOf(shown: Characters | undefined, prob: number): string {
  const n = shown ? shown.end - shown.start : 1;
  return n > 1 ? `${percent(prob)}, ${n} tokens` : percent(prob);
}

const STOPPED = { end: "ends the text", full: "the context is full", enough: "" };

/** The first token in which they differ; null where they do not, as far as both are known. */
function forkOf(one: Continuation, other: Continuation): number | null {
  const shared = Math.min(one.tokens.length, other.tokens.length);
  for (let at = 0; at < shared; at++) if (one.tokens[at]?.id !== other.tokens[at]?.id) return at;
  const lengths = one.tokens.length !== other.tokens.length && one.stopped !== null && other.stopped !== null;
  return lengths ? shared : null;
}

function summary(fork: number | null, two: boolean, sides: readonly Continuation[]): string {
  if (!two) return "nothing acts, so that live and plain are one run";
  if (fork !== null) return `they part at token ${fork + 1}, which is framed`;
  return sides.every(({ stopped }) => stopped !== null) ? "both are the same" : "the same so far";
}

export const generation: View<"generation"> = {
  title: "Generation",
  subjects: ["prompt"],
  ask: () => ({ max_new_tokens: 20, temperature: 0, seed: 0, wait: 0.1 }),
  Component: Generation,
};
