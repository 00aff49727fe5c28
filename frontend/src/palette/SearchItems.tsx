import { visibleText } from "@trafolab/viz";
import { Command as Menu } from "cmdk";
import { useEffect, useMemo } from "react";
import { select } from "../acts/select";
import { useLab, useLaboratory } from "../app/context";
import { type Component, components, spoken } from "../model/components";
import { focusSoon } from "../ui/focusSoon";
import { matching } from "./matching";

/** A model may have thousands of components; nobody reads more than this of a list. */
const MOST = 12;

interface SearchItemsProps {
  readonly query: string;
  /** Offer something before anything was typed. */
  readonly eager: boolean;
  readonly close: () => void;
}

/** Components of the model and tokens of the prompt that match. */
export function SearchItems(props: SearchItemsProps) {
  if (!props.eager && props.query.trim() === "") return null;
  return (
    <>
      <ComponentItems {...props} />
      <TokenItems {...props} />
    </>
  );
}

function ComponentItems({ query, close }: SearchItemsProps) {
  const laboratory = useLaboratory();
  const structure = useLab((lab) => lab.state?.model?.structure);
  const all = useMemo(() => (structure ? components(structure) : []), [structure]);
  const matched = useMemo(() => matching(all, query, (item) => `${item.name} ${spoken(item)}`), [all, query]);
  useSought(query, matched);
  const found = matched.slice(0, MOST);
  if (found.length === 0) return null;
  return (
    <Menu.Group heading="Components">
      {found.map((item) => (
        <Menu.Item
          key={item.name}
          value={`component ${item.name}`}
          onSelect={() => {
            select(laboratory, item.name);
            close();
            focusSoon(`[data-component="${CSS.escape(item.name)}"]`);
          }}
        >
          <b className="mono">{item.name}</b>
          <span>{spoken(item)}</span>
        </Menu.Item>
      ))}
    </Menu.Group>
  );
}

/** What is found is ringed on the map while it is typed, unless that is nearly all of it. */
function useSought(query: string, matched: readonly Component[]): void {
  const { set } = useLaboratory();
  useEffect(() => {
    const few = query.trim() !== "" && matched.length <= MOST_RINGED;
    set({ sought: few ? matched.map(({ name }) => name) : null });
    return () => set({ sought: null });
  }, [set, query, matched]);
}

const MOST_RINGED = 300;

function TokenItems({ query, close }: SearchItemsProps) {
  const { set } = useLaboratory();
  const tokens = useLab((lab) => lab.state?.clean?.tokens ?? NONE);
  const placed = tokens.map((token, index) => ({ ...token, index }));
  const found = matching(placed, query, ({ text, index }) => `${text.trim()} ${index}`).slice(0, MOST);
  if (found.length === 0) return null;
  return (
    <Menu.Group heading="Tokens">
      {found.map(({ index, text }) => (
        <Menu.Item
          key={index}
          value={`token ${index}`}
          onSelect={() => {
            set({ position: index === tokens.length - 1 ? null : index });
            close();
            focusSoon(`[data-prompt="clean"] [data-index="${index}"]`);
          }}
        >
          <b className="mono">{visibleText(text, 40)}</b>
          <span>{`read at position ${index}`}</span>
        </Menu.Item>
      ))}
    </Menu.Group>
  );
}

const NONE: never[] = [];

/** Opens what was typed as a model. */
export function ModelItem({ source, close }: { source: string; close: () => void }) {
  const { acts } = useLaboratory();
  // A word that no command has is rarely a model; names of models have a slash or a number.
  if (!/[\d/\\~]/.test(source)) return null;
  const open = (folded: boolean) => () => {
    close();
    void acts.make({ kind: "open_model", source, folded });
  };
  return (
    <Menu.Group heading="Open as a model">
      <Menu.Item value="open raw" onSelect={open(false)}>
        <b className="mono clip">{source}</b> <span>raw</span>
      </Menu.Item>
      <Menu.Item value="open folded" onSelect={open(true)}>
        <b className="mono clip">{source}</b> <span>folded</span>
      </Menu.Item>
    </Menu.Group>
  );
}
