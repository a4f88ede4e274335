// The icons, drawn here so that they look the same whatever fonts a machine has.

const PATHS = {
  back: "M15 5l-7 7 7 7",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  slash: "M15 5L9 19",
  clip: "M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.7-7.7a3 3 0 0 1 4.3 4.3l-7.6 7.6a1.5 1.5 0 0 1-2.1-2.1l6.9-7",
  send: "M4 12l16-8-5 17-4-7zM11 14l9-10",
  close: "M6 6l12 12M18 6L6 18",
  reply: "M10 6l-5 5 5 5M5 11h8a6 6 0 0 1 6 6v1",
  copy: "M9 9h10v10H9zM15 9V5H5v10h4",
  away: "M8 16L17 7M10 7h7v7",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
};
const FILLED = new Set(["theme"]);
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg"), path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("glyph", `glyph-${name}`);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  if (FILLED.has(name)) {
    const half = path.cloneNode();
    half.setAttribute("d", PATHS[name].split("M12 3a9 9 0 0 1")[0]);
    half.classList.add("filled");
    svg.append(half);
  }
  return svg;
}

export function drawIcons(root) {
  for (const place of root.querySelectorAll("[data-icon]")) place.prepend(icon(place.dataset.icon));
}
