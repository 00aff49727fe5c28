import { Tooltip } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";

/** What a control does, its key and its Python, on hover and on focus. */
export function Tip(props: { text: ReactNode; code?: string | undefined; children: ReactNode }) {
  const { open, setOpen } = useTip();
  return (
    <Tooltip.Root open={open} onOpenChange={setOpen}>
      <Tooltip.Trigger asChild>{props.children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tip" sideOffset={6} collisionPadding={8}>
          {props.text}
          {props.code !== undefined && <code>{props.code}</code>}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Open as Radix has it, but closed when the pointer is lost to a frame or to another window. */
function useTip() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return;
    const close = () => setOpen(false);
    const over = ({ target }: Event) => target instanceof HTMLIFrameElement && close();
    window.addEventListener("blur", close);
    document.documentElement.addEventListener("pointerleave", close);
    document.addEventListener("pointerover", over);
    return () => {
      window.removeEventListener("blur", close);
      document.documentElement.removeEventListener("pointerleave", close);
      document.removeEventListener("pointerover", over);
    };
  }, [open]);
  return { open, setOpen };
}
