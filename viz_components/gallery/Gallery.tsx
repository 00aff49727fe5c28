import { EXAMPLES } from "../src/examples";

/** All examples, or one of them, each in a frame of its own size. */
export function Gallery({ only }: { only: string | null }) {
  const shown = EXAMPLES.filter(({ name }) => only === null || name === only);
  return (
    <main>
      <button type="button" onClick={turnTheme}>
        light / dark
      </button>
      {shown.map(({ name, width, height, render }) => (
        <article key={name} id={name}>
          <h2>
            <a href={`?example=${name}`}>{name}</a>
          </h2>
          <div className="frame" style={{ width, height }}>
            {render()}
          </div>
        </article>
      ))}
    </main>
  );
}

function turnTheme(): void {
  const { dataset } = document.documentElement;
  dataset.theme = dataset.theme === "dark" ? "light" : "dark";
}
