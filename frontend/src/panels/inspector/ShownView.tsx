import {
  type Aim,
  LinkProvider,
  VIEWS,
  type View,
  type ViewName,
  ViewPanel,
  type ViewParams,
} from "@trafolab/viz";
import { useCallback, useEffect, useMemo } from "react";
import { createPortal } from "react-dom";
import { useLab, useLaboratory, usePage } from "../../app/context";
import { useFailure, useRefused, useView } from "../../app/useView";
import { viewCode } from "../../code/viewCode";
import { withoutSet, withSet } from "../../store/looking";
import { useViewLink } from "./useViewLink";
import { ViewLeaving } from "./ViewLeaving";

const AWAY = "The page is not connected: the view follows when it is again.";

interface ShownViewProps<V extends ViewName> {
  readonly view: V;
  readonly aim: Aim;
  /** Where on the page the ways stand by which it leaves. */
  readonly corner: HTMLElement | null;
}

/** A view, watched while it is on the screen. */
export function ShownView<V extends ViewName>({ view, aim, corner }: ShownViewProps<V>) {
  const { page, set } = useLaboratory();
  const { ask, keeps }: View<V> = VIEWS[view];
  const changed = usePage(({ looking }) => looking.set[view]);
  const params: ViewParams[V] = useMemo(() => {
    const stays = changed && keeps ? keeps(changed, aim) : changed;
    return { ...ask(aim), ...stays };
  }, [ask, keeps, aim, changed]);
  const seen = useView(view, { ...params });
  const failure = useFailure(view, { ...params });
  const refused = useRefused(view, { ...params });
  const reset = useCallback(
    () => set({ looking: withoutSet(page.getState().looking, view) }),
    [page, set, view],
  );
  useEffect(() => {
    if (!refused) return undefined;
    set({ refused: view });
    // Only an address asks for what a view does not take: who goes on has not chosen it.
    return () => {
      set({ refused: null });
      reset();
    };
  }, [refused, set, view, reset]);
  const away = useLab((lab) => lab.connection !== "open");
  const link = useViewLink();
  return (
    <LinkProvider value={link}>
      <ViewPanel
        view={view}
        params={params}
        change={(change) => set({ looking: withSet(page.getState().looking, view, { ...change }) })}
        answer={seen}
        failure={failure ?? (away && !seen ? AWAY : null)}
        reset={changed && reset}
        foot={(figure) =>
          corner &&
          createPortal(
            <ViewLeaving
              view={view}
              params={{ ...params }}
              caption={seen?.caption ?? ""}
              of={aim.component}
              figure={figure}
              code={viewCode(view, params)}
            />,
            corner,
          )
        }
      />
    </LinkProvider>
  );
}
