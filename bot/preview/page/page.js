// The page: fetches the chats, follows what happens, and sends what the person does. It talks to this machine only.

import { authorOf, bubble, clock, hue, initials, nameOf, service, summary } from "./bubble.js";
import { drawIcons } from "./icons.js";
import { el, measureQuotes } from "./text.js";

const POLL_SECONDS = 25, TYPING_MS = 5000, DRAFT_MS = 30000, TOAST_MS = 3500, LARGEST_FILE = 20 * 2 ** 20;
const $ = (id) => document.getElementById(id);

const state = {
  me: null, users: new Map(), chats: new Map(), settings: {}, next: 0,
  open: null, as: new Map(), reply: null, quote: null,
  unseen: new Map(), reactions: new Map(), unread: new Map(), typing: new Map(), drafts: new Map(),
  inline: null, pressed: new Map(),
};

// ---------------------------------------------------------------------- talking to the server

async function get(view, query) {
  const answer = await fetch(`/control/${view}?${new URLSearchParams(query || {})}`);
  if (!answer.ok) throw new Error(`${view}: ${answer.status}`);
  return answer.json();
}

async function act(name, fields) {
  const answer = await fetch(`/control/${name}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(fields) });
  const told = await answer.json();
  if (answer.ok) return told;
  toast(told.error || "That did not work");
  return null;
}

async function load() {
  const world = await get("chats");
  state.me = world.me;
  state.settings = world.settings;
  state.next = world.next;
  state.users = new Map(world.users.map((user) => [user.id, user]));
  state.chats = new Map(world.chats.map((chat) => [chat.id, { ...chat, messages: new Map(chat.messages.map((one) => [one.message_id, one])) }]));
  showList();
  if (state.open) showThread();
}

async function follow() {
  for (;;) {
    try {
      const news = await get("events", { since: state.next, wait: POLL_SECONDS });
      $("offline").hidden = true;
      if (news.next < state.next) await load();
      else news.events.forEach(happened);
      state.next = news.next;
    } catch {
      $("offline").hidden = false;
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
}

const HAPPENS = {
  message(event, chat) { chat.messages.set(event.message.message_id, event.message); arrived(chat, event.message); },
  edited(event, chat) { chat.messages.set(event.message.message_id, event.message); redraw(chat, event.message); },
  deleted(event, chat) { chat.messages.delete(event.message_id); row(event.message_id, chat)?.remove(); },
  reaction(event, chat) { of(state.reactions, chat.id, Map).set(event.message_id, event.reaction); redraw(chat, chat.messages.get(event.message_id)); },
  action(event, chat) { flag(state.typing, chat, event.action, TYPING_MS); },
  draft(event, chat) { flag(state.drafts, chat, event.text, DRAFT_MS); drawDraft(); },
  answered(event) { answered(event); },
  settings(event) { state.settings = event.settings; },
  membership(event, chat) { chat.members[event.user_id] = event.status; subtitle(); },
};

function happened(event) {
  const chat = state.chats.get(event.chat_id);
  if (event.event === "chat" && !chat) { load(); return; }
  if (HAPPENS[event.event] && (chat || event.chat_id === null)) HAPPENS[event.event](event, chat);
  showList();
}

function of(map, key, Kind) {
  if (!map.has(key)) map.set(key, new Kind());
  return map.get(key);
}

function flag(map, chat, value, ms) {
  const token = {};
  map.set(chat.id, { value, token });
  subtitle();
  setTimeout(() => { if (map.get(chat.id)?.token === token) { map.delete(chat.id); subtitle(); drawDraft(); } }, ms);
}

function answered(event) {
  const waiting = state.pressed.get(event.query_id);
  state.pressed.delete(event.query_id);
  waiting?.classList.remove("waiting");
  if (state.inline && state.inline.id === event.query_id) showCards(event.query_id);
  if (!event.text) return;
  if (event.show_alert) { $("alert-text").textContent = event.text; $("alert").showModal(); } else toast(event.text);
}

// ---------------------------------------------------------------------- the list of chats

function showList() {
  const chats = [...state.chats.values()].filter((chat) => chat.members[state.me.id] !== undefined || chat.messages.size || chat.type === "private");
  const shown = chats.filter((chat) => !(chat.type === "private" && state.users.get(chat.id)?.is_bot));
  $("chats").replaceChildren(...shown.map(entry));
}

function entry(chat) {
  const item = el("li"), button = el("button", "entry"), last = [...chat.messages.values()].at(-1);
  button.type = "button";
  const face = el("span", `avatar ${hue(chat.id)}`, initials(titleOf(chat)));
  face.setAttribute("aria-hidden", "true");
  const lines = el("span", "lines"), name = el("strong", "", titleOf(chat)), words = el("span", "", preview(chat, last));
  name.dir = words.dir = "auto";
  lines.append(name, words);
  const side = el("span", "side");
  if (last) side.append(el("time", "", clock(last.date)));
  const unread = state.unread.get(chat.id);
  if (unread) {
    const badge = el("span", "badge", String(unread));
    badge.setAttribute("aria-label", `${unread} new`);
    side.append(badge);
  }
  button.append(face, lines, side);
  button.addEventListener("click", () => openChat(chat.id));
  item.append(button);
  return item;
}

function preview(chat, last) {
  if (!last || service(last)) return chat.about || (last ? service(last) : "Nothing said yet");
  const who = last.from.id === state.me.id ? state.me.first_name : nameOf(authorOf(last));
  return `${who}: ${summary(last)}`.replace(/\s+/g, " ").slice(0, 90);
}

function titleOf(chat) {
  return chat.title || nameOf(state.users.get(chat.id) || chat);
}

// ---------------------------------------------------------------------- one chat

function openChat(id) {
  state.open = id;
  state.unread.delete(id);
  clearReply();
  $("list").hidden = true;
  $("thread").hidden = false;
  document.body.dataset.chat = id;
  history.replaceState(null, "", `#${id}`);
  showThread();
  $("words").value = "";
  grow();
}

function closeChat() {
  state.open = null;
  $("thread").hidden = true;
  $("list").hidden = false;
  history.replaceState(null, "", "#");
  showList();
}

function current() {
  return state.chats.get(state.open);
}

function people(chat) {
  return Object.keys(chat.members).map(Number).map((id) => state.users.get(id)).filter((user) => user && !user.is_bot && present(chat, user.id));
}

function present(chat, id) {
  return ["creator", "administrator", "member", "restricted"].includes(chat.members[id]);
}

function writer(chat) {
  if (chat.type === "private") return chat.id;
  return state.as.get(chat.id) || people(chat)[0]?.id;
}

function showThread() {
  const chat = current();
  $("title").textContent = chat.type === "private" ? state.me.first_name : titleOf(chat);
  $("face").textContent = initials($("title").textContent);
  $("face").className = `avatar ${chat.type === "private" ? hue(state.me.id) : hue(chat.id)}`;
  subtitle();
  $("messages").replaceChildren(...[...chat.messages.values()].map((message) => draw(chat, message)));
  measureQuotes($("messages"));
  if (!chat.messages.size) $("messages").append(welcome(chat));
  drawDraft();
  showPeople(chat);
  showStart(chat);
  showMenu(false);
  showCommands(false);
  toEnd();
}

// What a chat shows in which nobody has said anything.
function welcome(chat) {
  const card = el("li", "welcome"), words = el("p", "", state.settings["description "] || "Press Start to talk to the bot.");
  words.dir = "auto";
  card.append(el("strong", "", chat.about || titleOf(chat)), words);
  return card;
}

function draw(chat, message) {
  const view = { me: writer(chat), group: chat.type !== "private", unseen: of(state.unseen, chat.id, Set), reactions: of(state.reactions, chat.id, Map) };
  return bubble(message, view, { reply, jump, press, command: (words) => send(words), link: deepLink });
}

function row(id, chat) {
  return chat.id === state.open ? $("messages").querySelector(`[data-id="${id}"]`) : null;
}

function redraw(chat, message) {
  const old = message && row(message.message_id, chat);
  if (!old) return;
  const open = [...old.querySelectorAll("blockquote.expandable")].map((quote) => quote.classList.contains("open"));
  const fresh = draw(chat, message);
  old.replaceWith(fresh);
  measureQuotes(fresh);
  fresh.querySelectorAll("blockquote.expandable").forEach((quote, i) => quote.classList.toggle("open", Boolean(open[i])));
}

function arrived(chat, message) {
  if (message.from?.id === state.me.id) { state.typing.delete(chat.id); state.drafts.delete(chat.id); }
  if (chat.id !== state.open) {
    if (message.from?.id === state.me.id) state.unread.set(chat.id, (state.unread.get(chat.id) || 0) + 1);
    return;
  }
  if (row(message.message_id, chat)) return;
  const fresh = draw(chat, message);
  document.querySelector("#messages .welcome")?.remove();
  $("messages").append(fresh);
  measureQuotes(fresh);
  drawDraft();
  subtitle();
  showStart(chat);
  toEnd(fresh);
}

// A long answer is read from its first line: its top stays on the screen.
function toEnd(fresh) {
  const box = $("messages");
  box.scrollTop = fresh && fresh.offsetHeight > box.clientHeight ? fresh.offsetTop - 8 : box.scrollHeight;
}

function drawDraft() {
  document.querySelector("#messages .draft")?.remove();
  const draft = state.drafts.get(state.open);
  if (!draft || !draft.value) return;
  const item = el("li", "message other draft"), body = el("div", "bubble", draft.value);
  body.dir = "auto";
  item.append(body);
  $("messages").append(item);
  toEnd();
}

function subtitle() {
  const chat = current();
  if (!chat) return;
  const box = $("subtitle");
  box.classList.toggle("busy", state.typing.has(chat.id));
  if (state.typing.has(chat.id)) { box.textContent = state.typing.get(chat.id).value === "typing" ? "typing…" : "working…"; return; }
  if (chat.type === "private") { box.textContent = chat.members[state.me.id] === "kicked" ? "blocked" : `bot · you are ${titleOf(chat)}`; return; }
  const names = people(chat).map((user) => user.first_name);
  box.textContent = [...names, ...(present(chat, state.me.id) ? [state.me.first_name] : [])].join(", ");
}

function showStart(chat) {
  const blocked = chat.members[state.me.id] === "kicked";
  const fresh = chat.type === "private" && chat.messages.size === 0;
  $("start").hidden = !(fresh || blocked);
  $("start").textContent = blocked ? "Unblock" : "Start";
  $("composer").hidden = fresh || blocked;
  grow();
}

function showPeople(chat) {
  const box = $("as"), all = people(chat);
  box.hidden = chat.type === "private" || all.length < 2;
  box.replaceChildren(...all.map((user) => {
    const button = el("button", `person ${hue(user.id)}`, user.first_name);
    button.type = "button";
    button.setAttribute("role", "radio");
    button.setAttribute("aria-checked", String(writer(chat) === user.id));
    button.setAttribute("aria-label", `Write as ${nameOf(user)}`);
    button.addEventListener("click", () => { state.as.set(chat.id, user.id); showThread(); });
    return button;
  }));
}

// ---------------------------------------------------------------------- what a person does

async function send(words) {
  const chat = current(), text = words.trim();
  if (!chat || !text) return;
  const fields = { chat: chat.id, user: writer(chat), text };
  if (state.reply) fields.reply_to = state.reply.message_id;
  if (state.quote) fields.quote = state.quote;
  clearReply();
  showCommands(false);
  said(chat, await act("say", fields));
}

function said(chat, told) {
  if (!told || told.update_id !== null || chat.type === "private") return;
  of(state.unseen, chat.id, Set).add(told.message.message_id);
  redraw(chat, told.message);
}

function reply(message) {
  const chosen = getSelection(), words = String(chosen).trim();
  const inside = chosen.anchorNode && row(message.message_id, current())?.contains(chosen.anchorNode);
  state.reply = message;
  state.quote = inside && words && summary(message).includes(words) ? words : null;
  $("replying").hidden = false;
  $("replying-who").textContent = nameOf(authorOf(message));
  $("replying-text").textContent = state.quote || summary(message);
  $("words").focus();
}

function clearReply() {
  state.reply = state.quote = null;
  $("replying").hidden = true;
}

function jump(id) {
  const found = row(id, current());
  if (!found) return;
  found.scrollIntoView({ block: "center" });
  found.classList.add("flash");
  setTimeout(() => found.classList.remove("flash"), 1200);
}

async function press(message, key, button) {
  if (key.copy_text) return copy(key.copy_text.text);
  if (key.url) return followUrl(key.url);
  if (!key.callback_data) return toast("This button does nothing in the preview");
  const chat = current();
  button.classList.add("waiting");
  const told = await act("press", { chat: chat.id, message_id: message.message_id, user: writer(chat), button: key.callback_data });
  if (told) state.pressed.set(told.query_id, button);
  setTimeout(() => button.classList.remove("waiting"), 10000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  } catch {
    toast("The browser did not let the preview copy");
  }
}

function followUrl(address) {
  let url;
  try { url = new URL(address); } catch { return; }
  if (!deepLink(url) && ["http:", "https:"].includes(url.protocol)) open(url.href, "_blank", "noopener,noreferrer");
}

// t.me/<this bot>?start=…: in the preview it opens the private chat of whoever is writing.
function deepLink(url) {
  if (url.hostname !== "t.me" || url.pathname.slice(1).toLowerCase() !== state.me.username.toLowerCase()) return false;
  openChat(writer(current()));
  send(`/start ${url.searchParams.get("start") || ""}`);
  return true;
}

async function sendFile(file) {
  const chat = current();
  if (file.size > LARGEST_FILE) return toast("Files up to 20 MB");
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let i = 0; i < bytes.length; i += 32768) binary += String.fromCharCode(...bytes.subarray(i, i + 32768));
  const document = { name: file.name, mime_type: file.type || "application/octet-stream", base64: btoa(binary) };
  said(chat, await act("say", { chat: chat.id, user: writer(chat), document, caption: $("words").value.trim() }));
  $("words").value = "";
}

// ---------------------------------------------------------------------- commands, inline cards, menu

function showCommands(open) {
  const scope = current().type === "private" ? "all_private_chats" : "all_group_chats";
  const known = state.settings[`commands ${scope}`] || state.settings["commands default"] || [];
  const list = known.length ? known : [{ command: "start", description: "what this bot does" }, { command: "help", description: "how to ask" }];
  $("commands").hidden = !open;
  $("slash").setAttribute("aria-expanded", String(open));
  $("commands").replaceChildren(...list.map((one) => {
    const item = el("li"), button = el("button");
    button.type = "button";
    button.append(el("strong", "", `/${one.command}`), el("span", "", one.description));
    button.addEventListener("click", () => choose(one.command));
    item.append(button);
    return item;
  }));
}

function choose(command) {
  const chat = current();
  $("words").value = chat.type === "private" ? `/${command} ` : `/${command}@${state.me.username} `;
  showCommands(false);
  $("words").focus();
  grow();
}

let typed = 0;

function typing() {
  grow();
  const prefix = `@${state.me.username} `;
  const inline = $("words").value.startsWith(prefix);
  clearTimeout(typed);
  $("cards").hidden = true;
  if (!inline) return;
  typed = setTimeout(async () => {
    const query = $("words").value.slice(prefix.length).trim();
    const told = query && await act("inline", { user: writer(current()), query, chat_type: current().type });
    if (!told) return;
    state.inline = { id: told.query_id };
    if (told.cached) showCards(told.query_id);
  }, 400);
}

async function showCards(id) {
  const { answer } = await get("query", { id });
  const results = (answer && answer.results) || [];
  $("cards").hidden = !results.length;
  $("cards").replaceChildren(...results.map((one) => {
    const item = el("li"), button = el("button");
    button.type = "button";
    button.append(el("strong", "", one.title || one.type), el("span", "", one.description || ""));
    button.addEventListener("click", async () => {
      $("cards").hidden = true;
      $("words").value = "";
      await act("choose", { user: writer(current()), chat: state.open, query_id: id, result_id: one.id });
    });
    item.append(button);
    return item;
  }));
}

function showMenu(open) {
  const chat = current(), box = $("menu");
  box.hidden = !open;
  $("more").setAttribute("aria-expanded", String(open));
  if (open) box.replaceChildren(...deeds(chat).map(([label, deed]) => {
    const button = el("button", "", label);
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.addEventListener("click", async () => { showMenu(false); await deed(); await load(); });
    return button;
  }));
}

function deeds(chat) {
  const user = writer(chat), bot = (status) => () => act("bot_status", { chat: chat.id, user, status });
  if (chat.type === "private") {
    return chat.members[state.me.id] === "kicked" ? [["Unblock the bot", () => act("unblock", { user })]] : [["Block the bot", () => act("block", { user })]];
  }
  if (!present(chat, state.me.id)) return [["Add the bot", bot("member")]];
  const admin = chat.members[state.me.id] === "administrator";
  return [[admin ? "Make the bot a plain member" : "Make the bot an administrator", bot(admin ? "member" : "administrator")], ["Remove the bot", bot("left")]];
}

// ---------------------------------------------------------------------- small things

let toasting = 0;

function toast(words) {
  clearTimeout(toasting);
  $("toast").textContent = words;
  $("toast").hidden = false;
  toasting = setTimeout(() => { $("toast").hidden = true; }, TOAST_MS);
}

function grow() {
  const box = $("words");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 120)}px`;
  $("send").disabled = !box.value.trim();
}

function dark() {
  return document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  try { localStorage.setItem("theme", name); } catch { /* a browser that remembers nothing */ }
}

function submit() {
  const words = $("words").value;
  $("words").value = "";
  $("cards").hidden = true;
  grow();
  send(words);
}

function wire() {
  drawIcons(document);
  for (const button of document.querySelectorAll(".theme")) button.addEventListener("click", () => theme(dark() ? "light" : "dark"));
  $("back").addEventListener("click", closeChat);
  $("more").addEventListener("click", () => showMenu($("menu").hidden));
  $("slash").addEventListener("click", () => showCommands($("commands").hidden));
  $("no-reply").addEventListener("click", clearReply);
  $("start").addEventListener("click", async () => {
    const chat = current();
    if (chat.members[state.me.id] === "kicked") { await act("unblock", { user: chat.id }); await load(); } else send("/start");
  });
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $("words").addEventListener("input", typing);
  $("words").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); submit(); }
  });
  $("file").addEventListener("change", () => { const [file] = $("file").files; $("file").value = ""; if (file) sendFile(file); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && state.open) { showMenu(false); showCommands(false); clearReply(); } });
}

try {
  const kept = localStorage.getItem("theme");
  if (kept) document.documentElement.dataset.theme = kept;
} catch { /* a browser that remembers nothing */ }
wire();
await load();
const asked = Number(location.hash.slice(1));
if (state.chats.has(asked)) openChat(asked);
grow();
document.body.dataset.ready = "yes";
follow();
