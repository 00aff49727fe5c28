import { useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { FormDialog } from "./FormDialog";
import { MakeRow } from "./MakeRow";
import { PromptsField } from "./PromptsField";
import { EMPTY_REFERENCE, type ReferenceDraft, referenceOf } from "./referenceDraft";
import { useMaking } from "./useMaking";

/** Names a set of prompts. */
export function ReferenceDialog() {
  const [draft, setDraft] = useState(EMPTY_REFERENCE);
  return (
    <FormDialog
      kind="reference"
      title="New reference set"
      explanation="Prompts that means are taken over, that resampling draws from, and that directions contrast."
    >
      <Form draft={draft} setDraft={setDraft} />
    </FormDialog>
  );
}

function Form({ draft, setDraft }: { draft: ReferenceDraft; setDraft: (draft: ReferenceDraft) => void }) {
  const { set } = useLaboratory();
  const byText = useLab((lab) => lab.state?.model?.has_tokenizer ?? true);
  const { make, busy, problem } = useMaking(() => {
    setDraft(EMPTY_REFERENCE);
    set({ dialog: null, drawerTab: "references" });
  });
  const drafted = referenceOf(draft, byText);
  const change = (part: Partial<ReferenceDraft>) => setDraft({ ...draft, ...part });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if ("action" in drafted) void make(drafted.action);
      }}
    >
      <label>
        Name
        <input
          className="field"
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
        />
      </label>
      <PromptsField label="Prompts" value={draft.text} onChange={(text) => change({ text })} />
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
      <MakeRow drafted={drafted} label="Make the set" busy={busy} problem={problem} />
    </form>
  );
}
