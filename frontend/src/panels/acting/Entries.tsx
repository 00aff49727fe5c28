import { ChevronRight } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { type Entry, lineOf, type SubEntry, type WayEntry } from "../../acts/offers/entry";
import type { EntryActs } from "./entryActs";

interface EntriesProps {
  readonly entries: readonly Entry[];
  readonly acts: EntryActs;
  /** Hears the line of the entry under pointer or focus. */
  readonly onPoint: (code: string | null) => void;
}

/** The entries of a menu of acts, those with ways of their own as menus to the side. */
export function Entries({ entries, ...rest }: EntriesProps) {
  return entries.map((entry) => <One key={`${entry.kind} ${entry.label}`} entry={entry} {...rest} />);
}

function One({ entry, acts, onPoint }: Omit<EntriesProps, "entries"> & { readonly entry: Entry }) {
  switch (entry.kind) {
    case "way":
      return <WayItem entry={entry} acts={acts} onPoint={onPoint} />;
    case "sub":
      return <SubItem entry={entry} acts={acts} onPoint={onPoint} />;
    case "divider":
      return <DropdownMenu.Separator className="menu-line" />;
    case "heading":
      return <DropdownMenu.Label className="menu-note">{entry.label}</DropdownMenu.Label>;
    case "ask":
      return <Item label={entry.label} onPoint={onPoint} code={null} run={() => acts.ask(entry.asks)} />;
    case "act":
      return (
        <Item label={entry.label} onPoint={onPoint} code={entry.code} run={() => acts.action(entry.action)} />
      );
    case "copy":
      return (
        <Item label={entry.label} onPoint={onPoint} code={entry.code} run={() => acts.copy(entry.code)} />
      );
    default:
      return entry satisfies never;
  }
}

interface ItemProps {
  readonly label: string;
  readonly code: string | null;
  readonly onPoint: (code: string | null) => void;
  readonly run: () => void;
}

function Item({ label, code, onPoint, run }: ItemProps) {
  return (
    <DropdownMenu.Item className="menu-item" onFocus={() => onPoint(code)} onSelect={run}>
      {label}
    </DropdownMenu.Item>
  );
}

type PartProps<E> = Omit<EntriesProps, "entries"> & { readonly entry: E };

function WayItem({ entry, acts, onPoint }: PartProps<WayEntry>) {
  const { label, held, reason, code, way } = entry;
  return (
    <DropdownMenu.CheckboxItem
      className="menu-item"
      checked={held}
      disabled={reason !== null}
      // Its mark of whitespace is nothing that anybody types.
      textValue={label.replace(/^·/, "")}
      onFocus={() => onPoint(code)}
      onSelect={() => acts.way(way)}
    >
      {label}
      <DropdownMenu.ItemIndicator className="menu-check">held</DropdownMenu.ItemIndicator>
      {reason !== null && <small>{reason}</small>}
    </DropdownMenu.CheckboxItem>
  );
}

function SubItem({ entry, acts, onPoint }: PartProps<SubEntry>) {
  const { label, glyph, keys, entries, reason, id } = entry;
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger
        className="menu-item"
        data-op={id}
        disabled={reason !== null}
        onFocus={() => onPoint(lineOf(entry))}
      >
        <span>
          {glyph !== null && (
            <span className="glyph" data-op={id} aria-hidden="true">
              {glyph}
            </span>
          )}
          {label}
        </span>
        <span className="menu-side">
          {keys !== null && <kbd>{keys}</kbd>}
          {reason === null && <ChevronRight size={13} aria-hidden="true" />}
        </span>
        {reason !== null && <small>{reason}</small>}
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="menu long" sideOffset={2} alignOffset={-5} collisionPadding={8}>
          <Entries entries={entries} acts={acts} onPoint={onPoint} />
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}
