// A message's text as nodes. Everything that anybody wrote goes in as text nodes: there is no way from a text to markup.
// Offsets of entities are in UTF-16 units, as JavaScript's strings are.

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const COLLAPSED_LINES = 3;

export function el(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

export function richText(text, entities, on) {
  const box = el("div", "text");
  box.dir = "auto";
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(box, text, 0, text.length, sorted, on);
  return box;
}

function fill(parent, text, start, end, entities, on) {
  let place = start;
  for (let i = 0; i < entities.length; i++) {
    const one = entities[i];
    const from = Math.max(one.offset, place), to = Math.min(one.offset + one.length, end);
    if (from >= to) continue;
    const inside = [];
    while (i + 1 < entities.length && entities[i + 1].offset < to) inside.push(entities[++i]);
    const block = BLOCKS.has(one.type);
    plain(parent, text.slice(place, from), place > start && isBlock(parent.lastChild), block);
    const [node, inner] = marked(one, text.slice(from, to), on);
    parent.append(node);
    fill(inner, text, from, to, inside, on);
    place = to;
  }
  plain(parent, text.slice(place, end), isBlock(parent.lastChild), false);
}

// Beside a block, one line end is what the block itself stands for.
function plain(parent, words, afterBlock, beforeBlock) {
  if (afterBlock && words.startsWith("\n")) words = words.slice(1);
  if (beforeBlock && words.endsWith("\n")) words = words.slice(0, -1);
  if (words) parent.append(document.createTextNode(words));
}

function isBlock(node) {
  return node instanceof HTMLElement && (node.tagName === "BLOCKQUOTE" || node.tagName === "PRE");
}

// The element of an entity, and the one that its text goes into.
function marked(entity, words, on) {
  if (entity.type === "blockquote") return same(block("blockquote"));
  if (entity.type === "expandable_blockquote") return expandable();
  if (entity.type in TAGS) return same(el(TAGS[entity.type]));
  if (entity.type === "text_link") return same(link(entity.url, on));
  if (entity.type === "url") return same(link(words.startsWith("http") ? words : `https://${words}`, on));
  if (entity.type === "bot_command") return same(button("command", () => on.command(words)));
  if (entity.type === "spoiler") return same(spoiler());
  return same(el("span", entity.type));
}

function same(node) {
  return [node, node];
}

function block(tag) {
  const node = el(tag);
  node.dir = "auto";
  return node;
}

function button(className, act) {
  const node = el("button", className);
  node.type = "button";
  node.dir = "auto";  // it is set by itself: marks of direction in the text around it do not reach into it
  node.addEventListener("click", act);
  return node;
}

function link(address, on) {
  let url = null;
  try {
    url = new URL(address);
  } catch { /* no address: shown, and leads nowhere */ }
  if (!url || !["http:", "https:"].includes(url.protocol)) return el("span", "nolink");
  const node = el("a");
  node.href = url.href;
  node.title = url.href;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  node.addEventListener("click", (event) => {
    if (on.link(url)) event.preventDefault();
  });
  return node;
}

function spoiler() {
  const node = button("spoiler", () => node.classList.add("open"));
  node.setAttribute("aria-label", "Hidden text: press to show");
  return node;
}

// Long quotes show three lines; the arrow, or a tap anywhere on them, opens them.
function expandable() {
  const quote = block("blockquote");
  quote.className = "expandable";
  const inner = el("div", "inside");
  const toggle = button("toggle", (event) => { event.stopPropagation(); flip(); });
  toggle.setAttribute("aria-label", "Show the whole quote");
  toggle.setAttribute("aria-expanded", "false");
  const flip = () => {
    if (!quote.classList.contains("long") || String(getSelection())) return;
    const open = quote.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Show less of the quote" : "Show the whole quote");
  };
  quote.addEventListener("click", flip);
  quote.append(inner, toggle);
  return [quote, inner];
}

// Once the message stands on the page: which quotes are longer than what is shown of them.
export function measureQuotes(root) {
  for (const quote of root.querySelectorAll("blockquote.expandable")) {
    const inner = quote.firstElementChild;
    const line = parseFloat(getComputedStyle(inner).lineHeight);
    quote.classList.toggle("long", inner.scrollHeight > line * COLLAPSED_LINES + 2);
  }
}
