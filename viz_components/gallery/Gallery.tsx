import { useEffect, useState } from "react";
import { EXAMPLES } from "../src/examples";
import { svgOf } from "../src/export/svgOf";

/** All examples, or one of them, each in a frame of its own size. */
export function Gallery({ only, asSvg }: { only: string | null; asSvg: boolean }) {
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
          {asSvg && <AsSvg name={name} />}
        </article>
      ))}
    </main>
  );
}

/** The example's view as it leaves, once it has been drawn. */
function AsSvg({ name }: { name: string }) {
  const [svg, setSvg] = useState<string | null>(null);
  useEffect(() => {
    const soon = setTimeout(() => {
      const body = document.getElementById(name)?.querySelector<HTMLElement>(".tf-view-body");
      if (body) setSvg(svgOf(body, { title: name, caption: "clean · without interventions · as loaded" }));
    }, 300);
    return () => clearTimeout(soon);
  }, [name]);
  return (
    svg && <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt={`${name} as SVG`} />
  );
}

function turnTheme(): void {
  const { dataset } = document.documentElement;
  dataset.theme = dataset.theme === "dark" ? "light" : "dark";
}
