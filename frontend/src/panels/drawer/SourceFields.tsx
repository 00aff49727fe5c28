import { Segments } from "@trafolab/viz";
import type { Intervention, Of } from "../../acts/records";
import { useLab } from "../../app/context";
import { placeName } from "../../model/places";
import { Choice } from "../../ui/Choice";
import { useEdits } from "./useEdits";

interface FieldsProps {
  readonly intervention: Intervention;
}

/** Whose values are taken. */
export function PatchFields({ intervention }: FieldsProps) {
  const edit = useEdits(intervention);
  const prompts = useLab(({ state }) => state?.counterfactuals ?? NONE);
  const directions = useLab(({ state }) => state?.directions ?? NONE).map(({ name }) => name);
  const { source, operation } = intervention;
  if (source.kind !== "prompt" || operation.op !== "patch") return null;
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
      {directions.length > 0 && (
        <Choice
          label="of it"
          value={operation.subspace ?? ALL}
          options={[ALL, ...directions]}
          onChoose={(name) => {
            const subspace = name === ALL ? null : name;
            edit({ operation: (old) => (old.op === "patch" ? { ...old, subspace } : old) });
          }}
        />
      )}
    </>
  );
}

/** The tokens that are no longer attended to; one is chosen here, several by code. */
export function KnockoutFields({
  intervention,
  operation,
}: FieldsProps & { readonly operation: Of<"knockout"> }) {
  const edit = useEdits(intervention);
  const tokens = useLab(({ state }) => state?.clean?.tokens ?? NONE);
  const options = tokens.map(({ text }, index) => placeName(text, index, 24));
  const chosen = operation.src.map((index) => options[index] ?? `${index}`).join(", ");
  return (
    <Choice
      label="attention to"
      value={chosen}
      options={options}
      onChoose={(name) => {
        const src = [options.indexOf(name)];
        edit({ operation: (old) => (old.op === "knockout" ? { ...old, src, tokens: [] } : old) });
      }}
    />
  );
}

const ALL = "everything";
const NONE: never[] = [];
