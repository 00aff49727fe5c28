import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useLaboratory, usePage } from "../../app/context";
import type { PageState } from "../../store/page";
import { useFocusBack } from "../../ui/useFocusBack";

interface FormDialogProps {
  readonly kind: NonNullable<PageState["dialog"]>;
  readonly title: string;
  readonly explanation: string;
  readonly children: ReactNode;
}

/** The frame of a form that makes something with a name. What is typed outlives it: whoever shows it keeps the draft. */
export function FormDialog({ kind, title, explanation, children }: FormDialogProps) {
  const { set } = useLaboratory();
  const open = usePage((page) => page.dialog === kind);
  const focusBack = useFocusBack();
  return (
    <Dialog.Root open={open} onOpenChange={(shown) => shown || set({ dialog: null })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay-ground" />
        <Dialog.Content className="dialog form-dialog" {...focusBack}>
          <Dialog.Title>{title}</Dialog.Title>
          <Dialog.Description className="dim">{explanation}</Dialog.Description>
          {children}
          {/* Last, so that the focus begins in the form. */}
          <Dialog.Close className="icon-button dialog-close" aria-label="Close">
            <X size={15} />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
