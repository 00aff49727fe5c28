import { Tabs } from "radix-ui";
import { useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { ContrastForm } from "./ContrastForm";
import { type DirectionDraft, directionOf, EMPTY_DIRECTION } from "./directionDraft";
import { FormDialog } from "./FormDialog";
import { FromCode } from "./FromCode";
import { MakeRow } from "./MakeRow";
import { TokensForm } from "./TokensForm";
import { useMaking } from "./useMaking";

/** Names a direction in the residual stream. */
export function DirectionDialog() {
  const [draft, setDraft] = useState(EMPTY_DIRECTION);
  return (
    <FormDialog
      kind="direction"
      title="New direction"
      explanation="A vector of the residual stream with a name: to steer along, to patch within, to compare."
    >
      <Form draft={draft} setDraft={setDraft} />
    </FormDialog>
  );
}

const WAYS: readonly (readonly [DirectionDraft["how"], string])[] = [
  ["contrast", "Contrast"],
  ["tokens", "Tokens"],
  ["code", "From code"],
];

/** A part of what is typed is changed. */
export interface Draft {
  readonly draft: DirectionDraft;
  readonly change: (part: Partial<DirectionDraft>) => void;
}

function Form({ draft, setDraft }: { draft: DirectionDraft; setDraft: (draft: DirectionDraft) => void }) {
  const { set } = useLaboratory();
  const model = useLab((lab) => lab.state?.model ?? null);
  const { make, busy, problem } = useMaking(() => {
    setDraft({ ...EMPTY_DIRECTION, how: draft.how });
    set({ dialog: null, drawerTab: "directions" });
  });
  const drafted = directionOf(draft, { model });
  const change: Draft["change"] = (part) => setDraft({ ...draft, ...part });
  const choose = (value: string) => change({ how: WAYS.find(([how]) => how === value)?.[0] ?? draft.how });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if ("action" in drafted && draft.how !== "code") void make(drafted.action);
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
      <Tabs.Root className="form" value={draft.how} onValueChange={choose}>
        <Tabs.List className="tabs" aria-label="Made from">
          {WAYS.map(([how, label]) => (
            <Tabs.Trigger key={how} value={how}>
              {label}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="contrast">
          <ContrastForm {...{ draft, change }} />
        </Tabs.Content>
        <Tabs.Content value="tokens">
          <TokensForm {...{ draft, change }} />
        </Tabs.Content>
        <Tabs.Content value="code">
          <FromCode name={draft.name} />
        </Tabs.Content>
      </Tabs.Root>
      {draft.how !== "code" && <MakeRow {...{ drafted, busy, problem }} label="Make the direction" />}
    </form>
  );
}
