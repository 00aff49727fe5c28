import { toggledAt } from "@trafolab/viz";
import { ChevronRight } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import { placeName } from "../../model/places";

/** The menu of where acts go, under whatever opens it. */
export function PlacesMenu() {
  const { set } = useLaboratory();
  const tokens = useLab((lab) => lab.state?.clean?.tokens ?? NONE);
  const { index } = useReadPosition();
  const token = placeName(tokens[index]?.text ?? "", index);
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8}>
        <DropdownMenu.Item className="menu-item" onSelect={() => set({ brush: [] })}>
          all tokens
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => set({ brush: [index] })}>
          only the token that is read, {token}
        </DropdownMenu.Item>
        <DropdownMenu.Item
          className="menu-item"
          onSelect={() => set({ brush: tokens.map((_, i) => i).slice(1) })}
        >
          all but the first
        </DropdownMenu.Item>
        <DropdownMenu.Sub>
          <DropdownMenu.SubTrigger className="menu-item">
            these tokens <ChevronRight size={13} aria-hidden="true" />
          </DropdownMenu.SubTrigger>
          <DropdownMenu.Portal>
            <DropdownMenu.SubContent className="menu long" sideOffset={2} collisionPadding={8}>
              <TokenChoices />
            </DropdownMenu.SubContent>
          </DropdownMenu.Portal>
        </DropdownMenu.Sub>
        <DropdownMenu.Label className="menu-note">
          Right-click tokens, drag over them, or hold Shift or Ctrl and click. With a token in focus: Shift ←
          →, Ctrl Space.
        </DropdownMenu.Label>
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** Every token with a tick; the menu stays open, so that several can be chosen. */
function TokenChoices() {
  const { set } = useLaboratory();
  const tokens = useLab((lab) => lab.state?.clean?.tokens ?? NONE);
  const brush = usePage((page) => page.brush);
  return tokens.map(({ text }, index) => (
    <DropdownMenu.CheckboxItem
      // biome-ignore lint/suspicious/noArrayIndexKey: a token's identity is its position
      key={index}
      className="menu-item"
      checked={brush.includes(index)}
      onSelect={(event) => {
        event.preventDefault();
        set({ brush: toggledAt(brush, index) });
      }}
    >
      {placeName(text, index)}
      <DropdownMenu.ItemIndicator className="menu-check">✓</DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  ));
}

const NONE: never[] = [];
