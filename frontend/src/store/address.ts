// What is looked at, as the address says it: `#L1H6@5/attention?face=text`. What comes out of one is read with care.
import { SUBJECTS, type Subject, VIEWS, type View, type ViewName, viewNamed, viewsOf } from "@trafolab/viz";
import { readLooking, tabNamed } from "./looking";
import type { InspectorTab, Looking, PageState } from "./page";

type Addressed = Pick<PageState, "selection" | "position" | "hideBos" | "looking">;

/** Whether the first token is left out of patterns: a key that no view has. */
const BOS = "bos";

/** The part of the address behind `#`; empty where nothing in particular is looked at. */
export function addressOf({ selection, position, hideBos, looking }: Addressed): string {
  const place = looking.at === "selection" ? selection.join(",") : looking.at;
  if (place === "") return "";
  const tab = openTab(looking, selection);
  const view = viewNamed(tab);
  const said = Object.entries((view && looking.set[view]) ?? {}).map(
    ([key, value]) => `${key}=${written(value)}`,
  );
  const query = [...(hideBos ? [`${BOS}=hidden`] : []), ...said].join("&");
  return `${encoded(place)}${position === null ? "" : `@${position}`}${tab ? `/${tab}` : ""}${query && `?${query}`}`;
}

/** Component and view alone: what is opened, not what is done with it. */
export function placeIn(address: string): string {
  return address.replace(/@\d+/, "").replace(/\?.*/, "");
}

/** What an address says to look at, beside what the page does otherwise; null where it says nothing. */
export function readAddress(address: string, page: Addressed): Partial<PageState> | null {
  const [, place, position, tab, query] = FORM.exec(address) ?? [];
  if (place === undefined) return null;
  const names = decoded(place)
    .split(",")
    .filter((name) => NAME.test(name));
  const [first] = names;
  if (first === undefined) return null;
  const at = first === "prompt" || first === "model" ? first : "selection";
  const selection = at === "selection" ? names : page.selection;
  const params = new URLSearchParams(query ?? "");
  return {
    ...(at === "selection" ? { selection } : {}),
    position: position === undefined ? null : Number(position),
    hideBos: params.get(BOS) === "hidden",
    looking: lookedAt(page.looking, at, subjectOf(at, selection), tabNamed(tab), params),
  };
}

const FORM = /^#?([^@/?]+)(?:@(\d{1,6}))?(?:\/([a-z_]+))?(?:\?(.*))?$/;
const NAME = /^[\w.]{1,40}$/;

function lookedAt(
  looking: Looking,
  at: Looking["at"],
  subject: Subject,
  tab: InspectorTab | undefined,
  params: URLSearchParams,
): Looking {
  const view = viewNamed(tab ?? viewsOf(subject)[0]);
  const tabs = tab ? { ...looking.tabs, [subject]: tab } : looking.tabs;
  const set = view ? { ...looking.set, [view]: readParams(view, params) } : looking.set;
  return readLooking({ at, tabs, set }) ?? looking;
}

/** The parameters that the view has, where they are of the kind that it takes. */
function readParams<V extends ViewName>(name: V, params: URLSearchParams): Record<string, unknown> {
  const { ask }: View<V> = VIEWS[name];
  const usual = Object.entries(ask(NOWHERE));
  const said = usual.flatMap(([key, first]) => {
    const text = params.get(key);
    return text === null || !isLike(read(text), first) ? [] : [[key, read(text)]];
  });
  return Object.fromEntries(said);
}

const NOWHERE = { component: "", layer: 0, position: -1, hideBos: false };

function isLike(value: unknown, first: unknown): boolean {
  if (first === null || value === null) return true;
  return typeof value === typeof first && Array.isArray(value) === Array.isArray(first);
}

/** The view's name, or CircuitsVis, that is open on what is looked at. */
function openTab(looking: Looking, selection: readonly string[]): InspectorTab | undefined {
  const subject = subjectOf(looking.at, selection);
  const open = looking.tabs[subject];
  const offered = viewsOf(subject);
  return offered.find((view) => view === open) ?? (open === "circuitsvis" ? open : offered[0]);
}

function subjectOf(at: Looking["at"], selection: readonly string[]): Subject {
  return at === "selection" ? subjectNamed(selection.at(-1) ?? "") : at;
}

/** What kind of component has such a name: an address is read before the model is known. */
function subjectNamed(name: string): Subject {
  if (/^L\d+H\d+$/.test(name)) return "head";
  if (/^L\d+KV\d+$/.test(name)) return "group";
  const [stem = ""] = name.split(/[._]/);
  if (stem === "pos") return "embed";
  return SUBJECTS.find((subject) => subject === stem) ?? "norm";
}

/** As JSON; text that can be taken for nothing else goes without its quotes. */
function written(value: unknown): string {
  const plain = typeof value === "string" && read(value) === value;
  return encoded(plain ? value : JSON.stringify(value));
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Escaped as little as an address allows. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/%(2C|3A|5B|5D|2F)/g, decodeURIComponent);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
