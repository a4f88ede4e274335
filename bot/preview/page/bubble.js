// One message as a list item: who, what it replies to, text, file, time, and the buttons under it.

import { icon } from "./icons.js";
import { el, richText } from "./text.js";

const HUES = 7;

export function hue(id) {
  return `hue${Math.abs(id) % HUES}`;
}

export function initials(name) {
  const letters = name.trim().split(/\s+/).map((word) => [...word][0] || "");
  return letters.slice(0, 2).join("").toUpperCase() || "?";
}

export function nameOf(person) {
  return [person.first_name, person.last_name].filter(Boolean).join(" ") || person.title || "";
}

export function authorOf(message) {
  return message.sender_chat ? message.sender_chat : message.from;
}

export function summary(message) {
  return message.text || message.caption || (message.document && message.document.file_name) || (message.photo && "Photo") || service(message) || "";
}

export function service(message) {
  const who = message.from ? nameOf(message.from) : "Somebody";
  if (message.new_chat_members) return `${who} added ${message.new_chat_members.map(nameOf).join(", ")}`;
  if (message.left_chat_member) return `${nameOf(message.left_chat_member)} left`;
  if (message.forum_topic_created) return `${who} opened the topic “${message.forum_topic_created.name}”`;
  if (message.migrate_to_chat_id) return "This group became a supergroup";
  return "";
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

export function bubble(message, view, on) {
  const item = el("li", "message");
  item.dataset.id = message.message_id;
  const note = service(message);
  if (note) {
    item.classList.add("service");
    item.append(el("span", "", note));
    return item;
  }
  const own = message.from && message.from.id === view.me;
  item.classList.add(own ? "own" : "other");
  const body = el("div", "bubble");
  if (view.group && !own) body.append(author(message));
  if (message.forward_origin) body.append(el("p", "forwarded", "Forwarded"));
  const answered = message.reply_to_message;
  if (answered && !answered.forum_topic_created) body.append(replied(message, answered, on));
  if (message.document) body.append(file(message.document));
  if (message.photo) body.append(file({ file_name: "Photo", file_size: message.photo.at(-1).file_size }));
  const text = message.text || message.caption;
  if (text) body.append(richText(text, message.entities || message.caption_entities, on));
  body.append(foot(message, view));
  const line = el("div", "line");
  line.append(body, replyButton(message, on));
  item.append(line);
  const keyboard = message.reply_markup && message.reply_markup.inline_keyboard;
  if (keyboard) item.append(keys(message, keyboard, on));
  if (view.unseen.has(message.message_id)) item.append(el("p", "unseen", "The bot does not see this: privacy mode"));
  return item;
}

function author(message) {
  const who = authorOf(message);
  const name = el("p", `author ${hue(who.id)}`, nameOf(who));
  name.dir = "auto";
  return name;
}

function replied(message, answered, on) {
  const box = el("button", "reply");
  box.type = "button";
  const who = el("strong", "", nameOf(authorOf(answered)));
  const words = el("span", "", message.quote ? message.quote.text : summary(answered));
  who.dir = words.dir = "auto";
  box.setAttribute("aria-label", `In reply to ${who.textContent}: ${words.textContent}`);
  box.append(who, words);
  box.addEventListener("click", () => on.jump(answered.message_id));
  return box;
}

function file(document) {
  const box = el("p", "file"), name = el("span", "", document.file_name);
  name.dir = "auto";
  box.append(icon("file"), name, el("span", "size", size(document.file_size || 0)));
  return box;
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function foot(message, view) {
  const box = el("p", "foot");
  const marks = view.reactions.get(message.message_id);
  if (marks && marks.length) box.append(el("span", "marks", marks.join("")));
  if (message.via_bot) box.append(el("span", "", "via bot"));
  if (message.edit_date) box.append(el("span", "", "edited"));
  const time = el("time", "", clock(message.date));
  time.dateTime = new Date(message.date * 1000).toISOString();
  box.append(time);
  return box;
}

function replyButton(message, on) {
  const button = el("button", "answer");
  button.type = "button";
  button.setAttribute("aria-label", `Reply to: ${summary(message).slice(0, 60)}`);
  button.title = "Reply; selected words are quoted";
  button.append(icon("reply"));
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
  button.addEventListener("click", () => on.reply(message));
  return button;
}

function keys(message, rows, on) {
  const box = el("div", "keys");
  for (const row of rows) {
    const line = el("div", "row");
    for (const key of row) line.append(keyButton(message, key, on));
    box.append(line);
  }
  return box;
}

function keyButton(message, key, on) {
  const button = el("button", `key${key.style ? ` ${key.style}` : ""}`);
  button.type = "button";
  const label = el("span", "", key.text);
  label.dir = "auto";
  button.append(label);
  if (key.url || key.copy_text) button.append(icon(key.url ? "away" : "copy"));
  button.addEventListener("click", () => on.press(message, key, button));
  return button;
}
