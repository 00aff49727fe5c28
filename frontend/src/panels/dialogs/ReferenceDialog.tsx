import { useState } from "react";
import { useLaboratory } from "../../app/context";
import { useByText } from "../../app/useByText";
import { FormDialog } from "./FormDialog";
import { NamedForm } from "./NamedForm";
import { PromptsField } from "./PromptsField";
import { EMPTY_REFERENCE, type ReferenceDraft, referenceOf } from "./referenceDraft";
import { SomeFields } from "./SomeFields";

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
        <div className="form-row">
          <SomeFields draft={draft} change={change} />
        </div>
      </NamedForm>
    </FormDialog>
  );
}
