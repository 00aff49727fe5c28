import { Tabs } from "radix-ui";
import { useState } from "react";
import { useLab, useLaboratory } from "../../app/context";
import { ContrastForm } from "./ContrastForm";
import { type DirectionDraft, type Drafting, directionOf, EMPTY_DIRECTION } from "./directionDraft";
import { FormDialog } from "./FormDialog";
import { FromCode } from "./FromCode";
import { NamedForm } from "./NamedForm";
import { TokensForm } from "./TokensForm";

/** Names a direction in the residual stream. */
export function DirectionDialog() {
  const { set } = useLaboratory();
  const model = useLab((lab) => lab.state?.model ?? null);
  const [draft, setDraft] = useState(EMPTY_DIRECTION);
  const change: Drafting["change"] = (part) => setDraft({ ...draft, ...part });
  return (
    <FormDialog
      kind="direction"
      title="New direction"
      explanation="A vector of the residual stream with a name: to steer along, to patch within, to compare."
    >
      <NamedForm
        name={draft.name}
        onName={(name) => change({ name })}
        drafted={draft.how === "code" ? null : directionOf(draft, { model })}
        label="Make the direction"
        onMade={() => {
          setDraft({ ...EMPTY_DIRECTION, how: draft.how });
          set({ dialog: null, drawerTab: "directions" });
        }}
      >
        <Ways draft={draft} change={change} />
      </NamedForm>
    </FormDialog>
  );
}

const WAYS: readonly (readonly [DirectionDraft["how"], string])[] = [
  ["contrast", "Contrast"],
  ["tokens", "Tokens"],
  ["code", "From code"],
];

function Ways({ draft, change }: Drafting) {
  const choose = (value: string) => change({ how: WAYS.find(([how]) => how === value)?.[0] ?? draft.how });
  return (
    <Tabs.Root className="form" value={draft.how} onValueChange={choose}>
      <Tabs.List className="tabs" aria-label="Made from">
        {WAYS.map(([how, label]) => (
          <Tabs.Trigger key={how} value={how}>
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value="contrast">
        <ContrastForm draft={draft} change={change} />
      </Tabs.Content>
      <Tabs.Content value="tokens">
        <TokensForm draft={draft} change={change} />
      </Tabs.Content>
      <Tabs.Content value="code">
        <FromCode name={draft.name} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
