import { toggledAt, visibleText } from "@trafolab/viz";
import { ChevronDown, ChevronRight, X } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { positionsOf } from "../../acts/aim";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useReadPosition } from "../../app/useReadPosition";
import { placeName } from "../../model/places";
import { counted } from "../../ui/numbers";

/** Where acts go: all tokens, or those that were brushed. */
export function ActsAt() {
  const { set } = useLaboratory();
  const state = useLab((lab) => lab.state);
  const brush = usePage((page) => page.brush);
  const positions = state ? positionsOf(state, { brush }) : "all";
  const named = (at: number) => `${visibleText(state?.clean?.tokens[at]?.text ?? "", 12)} ${at}`;
  return (
    <span className="acts-at">
      <DropdownMenu.Root>
        <DropdownMenu.Trigger
          className="chip"
          aria-pressed={positions !== "all"}
          title="Where acts go. Drag over tokens, Shift and a click for a range, Ctrl and a click for one; Escape: all"
        >
          acts at <b>{positions === "all" ? "all" : counted(positions.length, "token")}</b>
          <ChevronDown size={11} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <Places />
      </DropdownMenu.Root>
      {positions !== "all" && (
        <>
          <span className="mono acts-at-list" title={positions.map(named).join(", ")}>
            {listed(positions.map(named))}
          </span>
          <button
            type="button"
            className="icon-button small"
            aria-label="Act at all tokens again"
            title="Act at all tokens again (Esc)"
            onClick={() => set({ brush: [] })}
          >
            <X size={12} />
          </button>
        </>
      )}
    </span>
  );
}

const SHOWN = 4;

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function Places() {
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
