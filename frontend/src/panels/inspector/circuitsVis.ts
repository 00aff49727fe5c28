// CircuitsVis's bundle, fetched once and only when somebody asks for it. It is a classic script that leaves one name
// on the window.

export interface CircuitsVis {
  render(elementId: string, component: unknown, props: Readonly<Record<string, unknown>>): void;
  readonly AttentionHeads: unknown;
}

const loads = new Map<string, Promise<CircuitsVis>>();

/** The bundle behind `url`; every call after the first gets the same one. */
export function loadCircuitsVis(url: string): Promise<CircuitsVis> {
  const known = loads.get(url);
  if (known) return known;
  const load = run(url).then(() => onWindow(url));
  loads.set(url, load);
  // A failure is not for ever: the next opening of the tab tries again.
  load.catch(() => loads.delete(url));
  return load;
}

function run(url: string): Promise<void> {
  const script = document.createElement("script");
  script.src = url;
  return new Promise((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () =>
      reject(new Error(`${url} could not be loaded. Is circuitsvis installed beside the server?`));
    document.head.append(script);
  });
}

function onWindow(url: string): CircuitsVis {
  const found: unknown = Reflect.get(window, "CircuitsVis");
  if (!isBundle(found))
    throw new Error(`${url} is no CircuitsVis bundle: install circuitsvis again on the server.`);
  return found;
}

function isBundle(value: unknown): value is CircuitsVis {
  return typeof value === "object" && value !== null && "render" in value && "AttentionHeads" in value;
}
