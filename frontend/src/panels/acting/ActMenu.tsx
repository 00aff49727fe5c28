import { DropdownMenu } from "radix-ui";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { positionsOf } from "../../acts/aim";
import { offersFor } from "../../acts/offers/offers";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { placesIn } from "../../model/places";
import type { PageState } from "../../store/page";
import { focusAgain } from "../../ui/focusAgain";
import { Anchor } from "./Anchor";
import { Entries } from "./Entries";
import { useEntryActs } from "./entryActs";

/** The menu of everything that can be done to the selection, wherever it was called. */
export function ActMenu() {
  const menu = usePage((page) => page.menu);
  return menu && <Opened menu={menu} />;
}

function Opened({ menu }: { menu: NonNullable<PageState["menu"]> }) {
  const { set, page } = useLaboratory();
  const selection = usePage((shown) => shown.selection);
  const origin = useRef(document.activeElement);
  const acts = useEntryActs(selection);
  const { entries, title } = useOffers(menu.op);
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    // A press inside the notebook's frame is heard as the loss of the window's focus alone.
    const close = () => set({ menu: null });
    window.addEventListener("blur", close);
    return () => window.removeEventListener("blur", close);
  }, [set]);
  const copies = ({ key, ctrlKey, metaKey }: KeyboardEvent) => {
    if (key.toLowerCase() === "c" && (ctrlKey || metaKey) && code !== null) acts.copy(code);
  };
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => open || set({ menu: null })}>
      <DropdownMenu.Trigger asChild>
        <Anchor at={menu} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu acts"
          align="start"
          collisionPadding={8}
          onContextMenu={(event) => event.preventDefault()}
          onKeyDown={copies}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const { slider, dialog, editing } = page.getState();
            if (!slider && !dialog && editing === null) focusAgain(origin.current);
          }}
        >
          <DropdownMenu.Label className="menu-title clip">{title}</DropdownMenu.Label>
          <div className="menu-entries">
            <Entries entries={entries} acts={acts} onPoint={setCode} />
          </div>
          <p className="menu-code">
            {code === null ? (
              <small>Point at an entry, or at one of its ways, to see its Python.</small>
            ) : (
              <code>{code}</code>
            )}
            <kbd>Ctrl C</kbd>
          </p>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** What is offered, and what it is offered for. */
function useOffers(op: string | null) {
  const state = useLab((lab) => lab.state);
  const selection = usePage((page) => page.selection);
  const brush = usePage((page) => page.brush);
  return useMemo(() => {
    if (!state) return { entries: [], title: "" };
    const named = selection.length === 0 ? "The whole model" : selection.join(", ");
    const positions = positionsOf(state, { brush });
    const where = positions === "all" ? "" : `, at ${placesIn(state, positions)}`;
    return { entries: offersFor(state, { brush }, selection, op), title: `${named}${where}` };
  }, [state, selection, brush, op]);
}
