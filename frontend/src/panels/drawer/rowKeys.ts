// An edit can give an intervention another id. Its row stays the same row, with its open editor and its focus.

export interface KeyedRow {
  readonly id: string;
  readonly key: string;
}

/** A key for each id: its own from before, or that of the one in whose place it came. */
export function keyed(before: readonly KeyedRow[], ids: readonly string[]): KeyedRow[] {
  const known = new Map(before.map((row) => [row.id, row.key]));
  const taken = new Set(ids.flatMap((id) => known.get(id) ?? []));
  return ids.map((id, place) => {
    const own = known.get(id);
    if (own !== undefined) return { id, key: own };
    const former = before[place];
    const inherits =
      before.length === ids.length && former && !ids.includes(former.id) && !taken.has(former.key);
    const key = inherits ? former.key : fresh(id, taken);
    taken.add(key);
    return { id, key };
  });
}

function fresh(id: string, taken: ReadonlySet<string>): string {
  let key = id;
  while (taken.has(key)) key += "'";
  return key;
}
