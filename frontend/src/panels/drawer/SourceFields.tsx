import { sourceOf } from "../../acts/editing";
import type { Intervention, Of } from "../../acts/records";
import { useLab } from "../../app/context";
import { placeName } from "../../model/places";
import { Choice } from "../../ui/Choice";
import { Segments } from "../../ui/Segments";
import { useEdits } from "./useEdits";

interface FieldsProps {
  readonly intervention: Intervention;
}

const MODES = { zero: "zero", mean: "mean", resample: "resample" };

/** What stands in place of what is ablated, and over what it was taken. */
export function ModeFields({
  intervention,
  operation,
}: FieldsProps & { readonly operation: Of<"ablate" | "keep"> }) {
  const edit = useEdits(intervention);
  const names = useLab(({ state }) => state?.references ?? NONE).map(({ name }) => name);
  const source = sourceOf(intervention);
  const over = operation.mode === "resample" ? names : ["clean", ...names];
  const known = source !== null && names.includes(source) ? source : null;
  const from = { zero: null, mean: source, resample: known ?? names[0] ?? null };
  const change = (mode: keyof typeof from) => edit({ operation: { ...operation, mode }, source: from[mode] });
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
    </>
  );
}

/** Whose values are taken. */
export function PatchFields({ intervention }: FieldsProps) {
  const edit = useEdits(intervention);
  const prompts = useLab(({ state }) => state?.counterfactuals ?? NONE);
  const { source } = intervention;
  if (source.kind !== "prompt") return null;
  return (
    <>
      <Choice
        label="from"
        value={source.prompt}
        options={prompts.map(({ name }) => name)}
        onChoose={(name) => edit({ source: name })}
      />
      <Segments
        label="its run"
        value={source.donor}
        options={{ plain: "plain", live: "under what stands before" }}
        onChange={(donor) => edit({ donor: donor === "live" ? donor : null })}
      />
    </>
  );
}

/** The token that is no longer attended to. */
export function KnockoutFields({
  intervention,
  operation,
}: FieldsProps & { readonly operation: Of<"knockout"> }) {
  const edit = useEdits(intervention);
  const tokens = useLab(({ state }) => state?.clean?.tokens ?? NONE);
  const options = tokens.map(({ text }, index) => placeName(text, index, 24));
  return (
    <Choice
      label="attention to"
      value={options[operation.src[0] ?? 0] ?? ""}
      options={options}
      onChoose={(chosen) => edit({ operation: { ...operation, src: [options.indexOf(chosen)], tokens: [] } })}
    />
  );
}

const NONE: never[] = [];
