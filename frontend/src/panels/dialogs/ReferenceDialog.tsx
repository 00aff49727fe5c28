import { useState } from "react";
import { useLaboratory } from "../../app/context";
import { useByText } from "../../app/useByText";
import { FormDialog } from "./FormDialog";
import { NamedForm } from "./NamedForm";
import { PromptsField } from "./PromptsField";
import { EMPTY_REFERENCE, type ReferenceDraft, referenceOf } from "./referenceDraft";

/** Names a set of prompts. */
export function ReferenceDialog() {
  const { set } = useLaboratory();
  const byText = useByText();
  const [draft, setDraft] = useState(EMPTY_REFERENCE);
  const change = (part: Partial<ReferenceDraft>) => setDraft({ ...draft, ...part });
  return (
    <FormDialog
      kind="reference"
      title="New reference set"
      explanation="Prompts that means are taken over, that resampling draws from, and that directions contrast."
    >
      <NamedForm
        name={draft.name}
        onName={(name) => change({ name })}
        drafted={referenceOf(draft, byText)}
        label="Make the set"
        onMade={() => {
          setDraft(EMPTY_REFERENCE);
          set({ dialog: null, drawerTab: "references" });
        }}
      >
        <PromptsField label="Prompts" value={draft.text} onChange={(text) => change({ text })} />
        <Some draft={draft} change={change} />
      </NamedForm>
    </FormDialog>
  );
}

interface SomeProps {
  readonly draft: ReferenceDraft;
  readonly change: (part: Partial<ReferenceDraft>) => void;
}

/** How many of the prompts are taken, and which. */
function Some({ draft, change }: SomeProps) {
  return (
    <div className="form-row">
      <label className="inline">
        Take
        <input
          className="field number"
          inputMode="numeric"
          placeholder="all"
          value={draft.n}
          onChange={({ target }) => change({ n: target.value })}
        />
      </label>
      <label className="inline">
        chosen by seed
        <input
          className="field number"
          inputMode="numeric"
          value={draft.seed}
          disabled={draft.n.trim() === ""}
          onChange={({ target }) => change({ seed: target.value })}
        />
      </label>
    </div>
  );
}
