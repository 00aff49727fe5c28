import { Popover } from "radix-ui";
import type { Intervention } from "../../acts/records";
import { CodeLine } from "../../ui/CodeLine";
import { PopoverBox } from "../../ui/PopoverBox";
import { OperationFields } from "./InterventionFields";
import { InterventionPositions } from "./InterventionPositions";

interface EditorProps {
  readonly intervention: Intervention;
  /** In words. */
  readonly children: string;
}

/** What an intervention does, in words; a click on them opens what can be changed. */
export function InterventionEditor({ intervention, children }: EditorProps) {
  const { operation, code } = intervention;
  // It names neither components nor values: there is nothing to change.
  if (operation.op === "linearise") return <span className="row-words">{children}</span>;
  return (
    <Popover.Root>
      <Popover.Trigger className="row-words" title={`Change it: ${children}`}>
        {children}
      </Popover.Trigger>
      <PopoverBox className="form" align="start" label={`Change ${code}`}>
        <OperationFields intervention={intervention} />
        {operation.op !== "keep" && <InterventionPositions intervention={intervention} />}
        <CodeLine code={code} />
      </PopoverBox>
    </Popover.Root>
  );
}
