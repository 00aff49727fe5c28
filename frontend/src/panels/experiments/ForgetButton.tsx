import { Trash2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { useLaboratory } from "../../app/context";
import { codeFor } from "../../code/codeFor";
import { IconButton } from "../../ui/IconButton";

/** Forgets an experiment with what it found. Undo does not bring it back, so it takes two presses. */
export function ForgetButton({ id, name }: { id: string; name: string }) {
  const { acts } = useLaboratory();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    if (!asked) return;
    const timer = setTimeout(() => setAsked(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  const forget = { kind: "forget_experiment", id } as const;
  if (!asked)
    return (
      <IconButton
        label={`Forget ${name}`}
        hint="with all that it found; it asks once more"
        code={codeFor(forget)}
        icon={<X size={14} />}
        onClick={() => setAsked(true)}
      />
    );
  return (
    <button
      type="button"
      className="button small danger"
      // A double click has asked and answered at once.
      onClick={({ detail }) => {
        if (detail < 2) void acts.make(forget);
      }}
      onBlur={() => setAsked(false)}
    >
      <Trash2 size={12} aria-hidden="true" /> Forget for good
    </button>
  );
}

const PATIENCE_MS = 4000;
