import { Segments } from "@trafolab/viz";
import { sourceOf } from "../../acts/editing";
import type { Intervention, Of, Operation } from "../../acts/records";
import { useLab } from "../../app/context";
import { Choice } from "../../ui/Choice";
import { LiveNumber } from "./LiveNumber";
import { useEdits } from "./useEdits";

type Ablation = Of<"ablate" | "keep">;

interface AblationFieldsProps {
  readonly intervention: Intervention;
  readonly operation: Ablation;
}

const MODES = { zero: "zero", mean: "mean", resample: "resample" };

/** What stands in place of what is ablated, and over what it was taken. */
export function AblationFields({ intervention, operation }: AblationFieldsProps) {
  const edit = useEdits(intervention);
  const names = useLab(({ state }) => state?.references ?? NONE).map(({ name }) => name);
  const source = sourceOf(intervention);
  const over = operation.mode === "resample" ? names : ["clean", ...names];
  const known = source !== null && names.includes(source) ? source : null;
  const from = { zero: null, mean: source, resample: known ?? names[0] ?? null };
  const change = (mode: keyof typeof from) =>
    edit({ operation: (old) => of(old, { mode }), source: from[mode] });
  return (
    <>
      <Segments label="values" value={operation.mode} options={MODES} onChange={change} />
      {operation.mode !== "zero" && (
        <Choice
          label="over"
          value={source ?? "clean"}
          options={over}
          onChoose={(name) => edit({ source: name === "clean" ? null : name })}
        />
      )}
      {operation.mode === "mean" && operation.op === "ablate" && (
        <Segments
          label="mean"
          value={operation.by_position ? "each" : "one"}
          options={{ one: "one for all positions", each: "one for each" }}
          onChange={(which) =>
            edit({
              operation: (old) => (old.op === "ablate" ? { ...old, by_position: which === "each" } : old),
            })
          }
        />
      )}
      {operation.mode === "resample" && <DrawFields intervention={intervention} operation={operation} />}
    </>
  );
}

/** Over how many draws the spread is taken, and which ones these are. */
function DrawFields({ intervention, operation }: AblationFieldsProps) {
  const edit = useEdits(intervention);
  const change = (fields: Partial<Pick<Ablation, "draws" | "seed">>, gesture?: string) =>
    edit({ operation: (old) => of(old, fields) }, gesture);
  return (
    <>
      <LiveNumber
        label="draws"
        value={operation.draws}
        {...DRAWS}
        onChange={(draws, gesture) => change({ draws }, gesture)}
      />
      <LiveNumber
        label="seed"
        value={operation.seed}
        {...SEEDS}
        onChange={(seed, gesture) => change({ seed }, gesture)}
      />
    </>
  );
}

/** The operation with other fields; each on its own, since each has more of them. */
function of(old: Operation, fields: Partial<Pick<Ablation, "mode" | "draws" | "seed">>): Operation {
  if (old.op === "ablate") return { ...old, ...fields };
  return old.op === "keep" ? { ...old, ...fields } : old;
}

const DRAWS = { min: 1, max: 64, step: 1 };
const SEEDS = { min: 0, max: 20, step: 1 };

const NONE: never[] = [];
