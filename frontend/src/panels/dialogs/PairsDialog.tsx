import type { Problem } from "@trafolab/viz";
import { Tabs } from "radix-ui";
import { useState } from "react";
import { useLaboratory } from "../../app/context";
import type { Laboratory } from "../../app/laboratory";
import { useByText } from "../../app/useByText";
import { choosing } from "../../experiments/starting";
import { FormDialog } from "./FormDialog";
import { NamedForm } from "./NamedForm";
import { PairsField } from "./PairsField";
import { type DraftingPairs, EMPTY_PAIRS, type PairsDraft, pairsOf } from "./pairsDraft";
import { SomeFields } from "./SomeFields";
import { TemplatesForm } from "./TemplatesForm";

/** Names a set of prompt pairs. */
export function PairsDialog() {
  const byText = useByText();
  const [draft, setDraft] = useState(EMPTY_PAIRS);
  const change: DraftingPairs["change"] = (part) => setDraft({ ...draft, ...part });
  const laboratory = useLaboratory();
  return (
    <FormDialog
      kind="pairs"
      title="New pairs of prompts"
      explanation="Clean and corrupt prompts with their answers, over which an experiment takes means."
    >
      <NamedForm
        name={draft.name}
        onName={(name) => change({ name })}
        drafted={pairsOf(draft, byText)}
        label="Make the pairs"
        onMade={() => {
          lead(laboratory, draft.name.trim());
          setDraft({ ...EMPTY_PAIRS, how: draft.how });
        }}
        remedy={(problem) => UNEQUAL.has(problem.code) && <LeaveOut problem={problem} change={change} />}
      >
        <Ways draft={draft} change={change} />
        <div className="form-row">
          <SomeFields draft={draft} change={change} />
          <label className="check">
            <input
              type="checkbox"
              checked={draft.leaveOut}
              onChange={({ target }) => change({ leaveOut: target.checked })}
            />
            leave out pairs of unequal length
          </label>
        </div>
      </NamedForm>
    </FormDialog>
  );
}

/** Codes of what leaving pairs out mends. */
const UNEQUAL: ReadonlySet<Problem["code"]> = new Set(["unequal_lengths", "unaligned"]);

/** What a new set leads to: whoever was about to start an experiment goes on with that. */
function lead({ lab, page, set }: Laboratory, name: string): void {
  const { state } = lab.getState();
  const { draft, drawerTab } = page.getState();
  if (state && drawerTab === "experiments") set({ dialog: null, draft: choosing(state, draft, name) });
  else set({ dialog: null, drawerTab: "references" });
}

function LeaveOut({ problem, change }: { problem: Problem; change: DraftingPairs["change"] }) {
  return (
    <button
      type="button"
      className="button small"
      title={problem.what}
      onClick={() => change({ leaveOut: true })}
    >
      Leave such pairs out
    </button>
  );
}

const WAYS: readonly (readonly [PairsDraft["how"], string])[] = [
  ["templates", "Templates"],
  ["list", "List"],
  ["file", "File of the kernel’s"],
];

function Ways({ draft, change }: DraftingPairs) {
  const byText = useByText();
  const choose = (value: string) => change({ how: WAYS.find(([how]) => how === value)?.[0] ?? draft.how });
  return (
    <Tabs.Root className="form" value={draft.how} onValueChange={choose}>
      <Tabs.List className="tabs" aria-label="Made from">
        {WAYS.map(([how, label]) => (
          <Tabs.Trigger key={how} value={how} disabled={how === "templates" && !byText}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="templates">
        <TemplatesForm draft={draft} change={change} />
      </Tabs.Content>
      <Tabs.Content value="list">
        <PairsField value={draft.text} onChange={(text) => change({ text })} />
      </Tabs.Content>
      <Tabs.Content value="file">
        <PathField draft={draft} change={change} />
      </Tabs.Content>
    </Tabs.Root>
  );
}

function PathField({ draft, change }: DraftingPairs) {
  return (
    <div className="form">
      <label>
        <span>
          Path <small>as the kernel sees it</small>
        </span>
        <input
          className="field mono"
          value={draft.path}
          spellCheck={false}
          placeholder="pairs.jsonl"
          onChange={({ target }) => change({ path: target.value })}
        />
      </label>
      <small>
        A .csv or .jsonl file with the columns clean, corrupt, answer, and perhaps distractor and roles, or
        the folder of a saved dataset. A file on the computer of this browser is read under <b>List</b>.
      </small>
    </div>
  );
}
