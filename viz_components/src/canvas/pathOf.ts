const paths = new Map<string, Path2D>();
const sources = new WeakMap<Path2D, string>();

/** A path by its SVG commands, made once. */
export function pathOf(commands: string): Path2D {
  let path = paths.get(commands);
  if (!path) {
    path = new Path2D(commands);
    paths.set(commands, path);
    sources.set(path, commands);
  }
  return path;
}

/** The commands that a path of {@link pathOf} was made of: a path itself does not tell. */
export function commandsOf(path: Path2D): string {
  return sources.get(path) ?? "";
}
