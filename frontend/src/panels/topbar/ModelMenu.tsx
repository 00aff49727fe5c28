import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type FormEvent, useState } from "react";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { type Action, codeFor } from "../../code/codeFor";
import { CodeLine } from "../../ui/CodeLine";

interface Draft {
  readonly source: string;
  readonly folded: boolean;
  /** Why it could not be opened. */
  readonly problem: string | null;
}

/** The model's name, and the way to another one. What was asked for in vain stays in the field with its reason. */
export function ModelMenu() {
  const name = useLab((lab) => lab.state?.model?.name ?? null);
  const opening = usePage((page) => page.opening);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const said = opening === null ? (name ?? "no model") : `Opening ${opening}…`;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className="pick mono"
        data-opening={opening === null ? undefined : ""}
        aria-label={opening === null ? `Model: ${name ?? "none"}. Open another one` : said}
        title={said}
      >
        <span className="clip" aria-live="polite">
          {said}
        </span>
        <ChevronDown size={13} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" aria-label="Open a model" align="start" sideOffset={6}>
          <OpenModel draft={draft} setDraft={setDraft} close={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface OpenModelProps {
  readonly draft: Draft | null;
  readonly setDraft: (draft: Draft | null) => void;
  readonly close: () => void;
}

function OpenModel({ draft, setDraft, close }: OpenModelProps) {
  const { acts } = useLaboratory();
  const current = useLab((lab) => lab.state?.model ?? null);
  const opening = usePage((page) => page.opening !== null);
  const shown = draft ?? {
    source: current?.source ?? "",
    folded: current?.mode === "folded",
    problem: null,
  };
  const { source, folded, problem } = shown;
  const action: Action = { kind: "open_model", source: source.trim(), folded };
  const ready = source.trim() !== "" && !opening;
  async function open(event: FormEvent) {
    event.preventDefault();
    if (!ready) return;
    setDraft({ ...shown, problem: null });
    const refused = await acts.make(action);
    setDraft(refused && { ...shown, problem: [refused.what, refused.advice].filter(Boolean).join(" ") });
    if (!refused) close();
  }
  return (
    <form className="form" onSubmit={(event) => void open(event)}>
      <label>
        Open a model
        <input
          className="field mono"
          value={source}
          placeholder="trafo-2l, ./checkpoint, gpt2"
          aria-invalid={problem !== null}
          onChange={(event) => setDraft({ ...shown, source: event.target.value, problem: null })}
        />
        {problem === null ? (
          <small>An embedded name, a directory in Hugging Face's form, or a name on the Hub.</small>
        ) : (
          <small className="note-warn" role="alert">
            {problem}
          </small>
        )}
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={folded}
          onChange={(event) => setDraft({ ...shown, folded: event.target.checked })}
        />
        Fold norms and centre weights where the architecture allows
      </label>
      <CodeLine code={codeFor(action)} />
      <button type="submit" className="button primary" disabled={!ready}>
        {opening ? "Opening…" : "Open"}
      </button>
    </form>
  );
}
