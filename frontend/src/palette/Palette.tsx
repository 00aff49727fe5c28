import { Command as Menu } from "cmdk";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { useLaboratory, usePage } from "../app/context";
import type { Command } from "../commands/command";
import { commandsOf } from "../commands/commands";
import { shownKey } from "../keys/keyName";
import { useFocusBack } from "../ui/useFocusBack";
import { matching } from "./matching";
import { ModelItem, SearchItems } from "./SearchItems";

/** Every act by name; with `/`, components and tokens too come first. */
export function Palette() {
  const { set } = useLaboratory();
  const mode = usePage((page) => page.palette);
  const close = () => set({ palette: "closed" });
  const focusBack = useFocusBack();
  return (
    <Dialog.Root open={mode !== "closed"} onOpenChange={(open) => open || close()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay-ground" />
        <Dialog.Content className="palette" aria-describedby={undefined} {...focusBack}>
          <Dialog.Title className="visually-hidden">Palette</Dialog.Title>
          <Menu label="Palette" shouldFilter={false}>
            {mode !== "closed" && <Body mode={mode} close={close} />}
          </Menu>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Body({ mode, close }: { mode: "commands" | "search"; close: () => void }) {
  const laboratory = useLaboratory();
  const [query, setQuery] = useState("");
  const commands = matching(commandsOf(laboratory), query, ({ label, group }) => `${label} ${group}`);
  const found = <SearchItems query={query} eager={mode === "search"} close={close} />;
  return (
    <>
      <Menu.Input
        value={query}
        onValueChange={setQuery}
        placeholder={mode === "search" ? "Search components and tokens" : "What do you want to do?"}
      />
      <Menu.List>
        <Menu.Empty>Nothing of that name.</Menu.Empty>
        {mode === "search" && found}
        <CommandItems commands={commands.filter(({ enabled }) => enabled)} close={close} />
        {mode === "commands" && found}
        <ModelItem source={modelIn(query, commands.length === 0 && mode === "commands")} close={close} />
      </Menu.List>
    </>
  );
}

/** `open NAME` asks for a model, and so does a name that nothing else has. */
function modelIn(query: string, nothingElse: boolean): string {
  const named = /^open\s+(.+)$/i.exec(query.trim())?.[1];
  return named ?? (nothingElse ? query.trim() : "");
}

function CommandItems({ commands, close }: { commands: readonly Command[]; close: () => void }) {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return groups.map((group) => (
    <Menu.Group key={group} heading={group}>
      {commands
        .filter((command) => command.group === group)
        .map(({ id, label, keys, code, run }) => (
          <Menu.Item
            key={id}
            value={id}
            onSelect={() => {
              close();
              run();
            }}
          >
            <span>{label}</span>
            {code !== undefined && <code className="clip">{code}</code>}
            {keys[0] !== undefined && <kbd>{shownKey(keys[0])}</kbd>}
          </Menu.Item>
        ))}
    </Menu.Group>
  ));
}
