/** Measures how wide a text is in a font; undefined where there is no canvas. */
export function measuring(): ((font: string, text: string) => number) | undefined {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return undefined;
  return (font, text) => {
    context.font = font;
    return context.measureText(text).width;
  };
}
