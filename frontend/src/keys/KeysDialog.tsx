import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { Fragment } from "react";
import { useLaboratory, usePage } from "../app/context";
import type { Command } from "../commands/command";
import { commandsOf } from "../commands/commands";
import { showStep } from "../tour/Tour";
import { focusWhole } from "../ui/focusWhole";
import { useFocusBack } from "../ui/useFocusBack";
import { shownKey } from "./keyName";

/** All keys, from the table that they are taken from. */
export function KeysDialog() {
  const { set } = useLaboratory();
  const open = usePage((page) => page.keysShown);
  const focusBack = useFocusBack(focusWhole);
  return (
    <Dialog.Root open={open} onOpenChange={(shown) => set({ keysShown: shown })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay-ground" />
        <Dialog.Content className="dialog keys" aria-describedby={undefined} {...focusBack}>
          <Dialog.Title>Keys</Dialog.Title>
          {open && <Table />}
          <TourButton />
          <Dialog.Close className="icon-button dialog-close" aria-label="Close">
            <X size={15} />
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function TourButton() {
  const laboratory = useLaboratory();
  const show = () => {
    laboratory.set({ keysShown: false });
    showStep(laboratory);
  };
  return (
    <button type="button" className="button small" onClick={show}>
      Take the tour of the page
    </button>
  );
}

function Table() {
  const keyed = commandsOf(useLaboratory()).filter(({ keys }) => keys.length > 0);
  const groups = [...new Set(keyed.map(({ group }) => group))];
  return (
    <div className="keys-table">
      {groups.map((group) => (
        <section key={group}>
          <h3>{group}</h3>
          <dl>
            {keyed
              .filter((command) => command.group === group)
              .map((command) => (
                <Row key={command.id} command={command} />
              ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function Row({ command: { keys, label } }: { command: Command }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <Fragment key={key}>
            <kbd>{shownKey(key)}</kbd>{" "}
          </Fragment>
        ))}
      </dt>
      <dd>{label}</dd>
    </div>
  );
}
