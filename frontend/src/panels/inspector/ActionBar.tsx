import { Ellipsis } from "lucide-react";
import { useMemo, useState } from "react";
import { heldThere } from "../../acts/holding";
import { entryOf, type Offered, offered } from "../../acts/offers/context";
import { operationEntry } from "../../acts/offers/offers";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { placeUnder } from "../../app/placeOf";
import { codeFor } from "../../code/codeFor";
import type { Kind } from "../../model/components";
import { CodeLine } from "../../ui/CodeLine";
import { IconButton } from "../../ui/IconButton";
import { useInRow } from "../../ui/useInRow";
import { OperationButton } from "./OperationButton";
import { PositionChoice } from "./PositionChoice";

interface ActionBarProps {
  readonly components: readonly string[];
  readonly kind: Kind;
}

/** What can be done to the selection, straight from the kernel's table of operations: a button for each that has room,
 * and a menu of everything. It has always one height, at the lower end of the inspector: buttons stay under the pointer. */
export function ActionBar({ components, kind }: ActionBarProps) {
  const state = useLab((lab) => lab.state);
  const brush = usePage((page) => page.brush);
  const from = useMemo(
    () => (state ? offered(state, { brush }, components) : null),
    [state, brush, components],
  );
  if (!state || !from) return null;
  const infos = state.operations.filter(({ targets }) => targets.includes(kind));
  if (infos.length === 0) {
    return <p className="dim">{`Nothing can be done to this kind of component (${kind}) yet.`}</p>;
  }
  return <Offers from={from} infos={infos} />;
}

function Offers({ from, infos }: { from: Offered; infos: Offered["state"]["operations"] }) {
  const [pointed, setPointed] = useState<string | null>(null);
  const offers = useMemo(
    () => infos.map((info) => ({ info, entry: operationEntry(from, info) })),
    [from, infos],
  );
  const { row, fits } = useInRow(infos.map(({ op }) => op).join());
  const usual = useUsual(from);
  const code = pointed ?? usual;
  return (
    <div className="action-bar">
      <div className="act-row">
        <div className="buttons" ref={row}>
          {offers.map((offer, at) => (
            <OperationButton
              key={offer.info.op}
              {...offer}
              from={from}
              components={from.components}
              onPoint={setPointed}
              fits={fits(at)}
            />
          ))}
        </div>
        <MoreButton />
      </div>
      <div className="act-row">
        <PositionChoice />
        {code !== null && <CodeLine code={code} />}
      </div>
    </div>
  );
}

/** The line that is shown before anything is pointed at: of letting go, or of what was done last. */
function useUsual(from: Offered): string | null {
  const { state, aim, components } = from;
  const lastUsed = usePage((page) => page.lastUsed);
  return useMemo(() => {
    const held = components.filter((name) => heldThere(state, aim, name).length > 0);
    if (held.length > 0) return codeFor({ kind: "release", ids: [], targets: held });
    const fits = state.operations.find(
      ({ op, targets }) =>
        op === lastUsed?.operation.op && from.kinds.every((kind) => targets.includes(kind)),
    );
    const way = fits && lastUsed ? lastUsed : state.operations[0]?.choices[0];
    return way ? entryOf(from, way).code : null;
  }, [from, state, aim, components, lastUsed]);
}

function MoreButton() {
  const { set } = useLaboratory();
  return (
    <IconButton
      label="Everything that can be done"
      keys="Shift F10"
      icon={<Ellipsis size={15} />}
      onClick={({ currentTarget }) => set({ menu: { ...placeUnder(currentTarget), op: null } })}
    />
  );
}
