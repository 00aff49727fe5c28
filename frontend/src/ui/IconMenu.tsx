import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

interface IconMenuProps {
  /** Accessible name. */
  readonly label: string;
  /** What the tip says, where that is more. */
  readonly title?: string;
  readonly icon: ReactNode;
  /** Classes of the button and of the list beside their own. */
  readonly className?: string;
  readonly listClass?: string;
  /** Pixels between both. */
  readonly away?: number;
  readonly children: ReactNode;
}

/** A button that is only a sign, and the list that it opens below it. */
export function IconMenu({
  label,
  title = label,
  icon,
  className = "",
  listClass = "",
  away = 0,
  children,
}: IconMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={`icon-button ${className}`} aria-label={label} title={title}>
        {icon}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={`menu ${listClass}`}
          align="end"
          sideOffset={away}
          collisionPadding={8}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  readonly run: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** One line of the list. */
export function MenuItem({ run, disabled = false, children }: MenuItemProps) {
  return (
    <DropdownMenu.Item className="menu-item" disabled={disabled} onSelect={run}>
      {children}
    </DropdownMenu.Item>
  );
}
