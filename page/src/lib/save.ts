// Handing things on: tables, drawings, the whole page.

/** Give the reader a file. */
export function give(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  const address = URL.createObjectURL(new Blob([content], { type }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A table as CSV; a cell that a spreadsheet could run as a formula is given as text. */
export function csv(rows: (string | number | null)[][]): string {
  const cell = (value: string | number | null) => {
    if (value === null || (typeof value === "number" && !Number.isFinite(value))) return "";
    const text = typeof value === "number" ? String(+value.toPrecision(7)) : /^[=+@-]/.test(value) ? `'${value}` : value;
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

/** A drawing as a file of its own, with the page's colours written into it. */
export function drawing(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll("*")];
  const to = [copy, ...copy.querySelectorAll("*")];
  const wanted = ["fill", "stroke", "stroke-width", "stroke-dasharray", "fill-opacity", "opacity", "font-size", "font-family", "font-weight"];
  from.forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of wanted) (to[index] as SVGElement).style?.setProperty(name, style.getPropertyValue(name));
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

let original = "";

/** Remember the page as it was opened, before anything is drawn on it. */
export function remember(): void {
  original = document.getElementById("document") ? `<!doctype html>\n${document.documentElement.outerHTML}` : "";
}

/** The page as it was opened, with the address it is to open at; empty if it is served and not a file. */
export function wholePage(fragment: string): string {
  const safe = fragment.replace(/[^#A-Za-z0-9%&=+._*-]/g, encodeURIComponent);
  return original.replace(/<body[^>]*>/, `<body data-state="${safe}">`);
}
