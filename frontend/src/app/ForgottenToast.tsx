import { X } from "lucide-react";
import { Toast } from "radix-ui";
import { useLab, useLaboratory, usePage } from "./context";
import { isNextUndo } from "./undoable";

/** Says what was forgotten just now, and brings it back. */
export function ForgottenToast() {
  const { acts, set } = useLaboratory();
  const forgotten = usePage((page) => page.forgotten);
  const history = useLab(({ state }) => state?.history ?? NONE);
  if (!forgotten || !isNextUndo(history, forgotten.revision)) return null;
  const close = () => set({ forgotten: null });
  return (
    <Toast.Root
      key={forgotten.revision}
      className="toast notice"
      duration={PATIENCE_MS}
      onOpenChange={(open) => open || close()}
    >
      <Toast.Description>
        <b>{forgotten.name}</b> is forgotten.
      </Toast.Description>
      <Toast.Close className="icon-button" aria-label="Close">
        <X size={14} />
      </Toast.Close>
      <Toast.Action altText="Undo with Z" asChild>
        <button type="button" className="link" onClick={() => void acts.make({ kind: "undo" })}>
          Undo <kbd>Z</kbd>
        </button>
      </Toast.Action>
    </Toast.Root>
  );
}

const NONE: never[] = [];
const PATIENCE_MS = 12_000;
