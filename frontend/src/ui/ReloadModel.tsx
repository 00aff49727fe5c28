import { RotateCcw } from "lucide-react";
import { RELOAD_MEANS, reloading } from "../acts/reload";
import { useLab, useLaboratory, usePage } from "../app/context";
import { codeFor } from "../code/codeFor";
import { CodeLine } from "./CodeLine";

/** The way back from what code did to weights and hooks; nothing where the model has no source to load again. */
export function ReloadModel() {
  const { acts } = useLaboratory();
  const action = reloading(useLab((lab) => lab.state?.model ?? null));
  const opening = usePage((page) => page.opening !== null);
  if (!action) return null;
  return (
    <div className="reload">
      <button
        type="button"
        className="button small"
        title={RELOAD_MEANS}
        disabled={opening}
        onClick={() => void acts.make(action)}
      >
        <RotateCcw size={13} aria-hidden="true" /> Reload the model
      </button>
      <CodeLine code={codeFor(action)} />
    </div>
  );
}
