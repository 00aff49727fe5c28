// The line of Python that shows a view in a cell.
import { VIEWS, type View, type ViewName, type ViewParams } from "@trafolab/viz";
import { python } from "./python";

/** What a view is asked with where nothing is selected: those parameters need not be said. */
const NOWHERE = { component: "", layer: 0, position: -1, hideBos: false };

/** `lab.view("attention", head="L1H6")`. */
export function viewCode<V extends ViewName>(view: V, params: ViewParams[V]): string {
  const { ask }: View<V> = VIEWS[view];
  const usual = new Map<string, unknown>(Object.entries(ask(NOWHERE)));
  const said = Object.entries(params).filter(([name, value]) => python(value) !== python(usual.get(name)));
  const named = said.map(([name, value]) => `, ${name}=${python(value)}`);
  return `lab.view(${python(view)}${named.join("")})`;
}
