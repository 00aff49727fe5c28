import { Popover } from "radix-ui";
import type { ComponentProps } from "react";

interface PopoverBoxProps extends Omit<ComponentProps<typeof Popover.Content>, "aria-label"> {
  readonly label: string;
}

/** What a popover opens: over everything else, with a name, a little away from its button and from the window's edge. */
export function PopoverBox({ label, className = "", ...rest }: PopoverBoxProps) {
  return (
    <Popover.Portal>
      <Popover.Content
        className={`popover ${className}`}
        sideOffset={6}
        collisionPadding={8}
        aria-label={label}
        {...rest}
      />
    </Popover.Portal>
  );
}
