import { Segments } from "../controls/Segments";
import { Select } from "../controls/Select";
import { RunMinus } from "./RunMinus";
import type { ViewProps } from "./view";

type Props = ViewProps<"attention">;
type Weigh = Props["params"]["weigh"];

/** What a head's attention is drawn of: a run, less another, a set of prompts, weighed. */
export function AttentionControls({ data, params, change }: Props) {
  return (
    <div className="tf-view-controls">
      <Segments label="as" value={params.face} options={FACES} onChange={(face) => change({ face })} />
      <Select
        label="shown"
        value={params.weigh}
        options={params.over === null ? WEIGHED : WEIGHED_OVER}
        onChange={(weigh) => change({ weigh })}
      />
      <RunMinus
        run={params.run}
        minus={params.minus}
        runs={params.over === null ? data.runs : ["live", "plain"]}
        onChange={change}
      />
      {data.sets.length > 0 && (
        <Select
          label="over"
          value={params.over ?? ""}
          options={[["", "the prompt"], ...data.sets.map((name) => [name, name] as const)]}
          onChange={(name) => change(name === "" ? { over: null } : overSet(params, name))}
        />
      )}
    </div>
  );
}

/** Of a set there are live and plain runs, and no contributions: each of its pairs has a metric of its own. */
function overSet({ run, minus, weigh }: Props["params"], over: string): Partial<Props["params"]> {
  const known = (name: string | null) => name === "live" || name === "plain";
  return {
    over,
    run: known(run) ? run : "live",
    minus: known(minus) ? minus : null,
    weigh: weigh === "contribution" ? "none" : weigh,
  };
}

const FACES = { map: "heat map", text: "text" };
const WEIGHED_OVER: readonly (readonly [Weigh, string])[] = [
  ["none", "attention"],
  ["value_norm", "× value norm"],
];
const WEIGHED: readonly (readonly [Weigh, string])[] = [
  ...WEIGHED_OVER,
  ["contribution", "contribution to the metric"],
];
