import type { Forget } from "@trafolab/viz";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { CopyButton } from "../../ui/CodeLine";
import { IconButton } from "../../ui/IconButton";

interface NamedButtonsProps {
  readonly what: Forget["what"];
  readonly name: string;
  /** The line that is copied. */
  readonly code: string;
  /** What can be done with this kind alone. */
  readonly children?: ReactNode;
}

function HowToUndo() {
  return (
    <>
      <kbd>Z</kbd> brings it back
    </>
  );
}

/** The end of a row of what has a name: its line to copy, and forgetting it. */
export function NamedButtons({ what, name, code, children }: NamedButtonsProps) {
  const { acts } = useLaboratory();
  const forget = { kind: "forget", what, name } as const;
  return (
    <span className="row-buttons">
      {children}
      <CopyButton text={code} label={`Copy the line of ${name}`} />
      <IconButton
        label={`Forget ${name}`}
        hint={<HowToUndo />}
        code={codeFor(forget)}
        icon={<X size={14} />}
        // The next row moves under the pointer: a double click means this one alone.
        onClick={({ detail }) => {
          if (detail < 2) void acts.make(forget);
        }}
      />
    </span>
  );
}
