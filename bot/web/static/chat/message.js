/**
 * One message as it stands in the log.
 */

import { h } from "../dom.js";
import { rich } from "../richtext.js";
import { LANGUAGE, t } from "../texts.js";
import { paragraphs } from "./plain.js";

const CLOCK = new Intl.DateTimeFormat(LANGUAGE, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long" });
const SIZE = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

/** @param {number} bytes */
export function size(bytes) {
  const units = LANGUAGE === "en" ? ["B", "KB", "MB"] : ["Б", "КБ", "МБ"];
  if (bytes < 1024) return `${bytes} ${units[0]}`;
  return bytes < 1024 * 1024 ? `${SIZE.format(bytes / 1024)} ${units[1]}` : `${SIZE.format(bytes / 1024 / 1024)} ${units[2]}`;
}

/** @param {Date} moment */
export function when(moment) {
  const today = new Date().toDateString() === moment.toDateString();
  return today ? CLOCK.format(moment) : `${DAY.format(moment)}, ${CLOCK.format(moment)}`;
}

/**
 * @param {object} message as the server tells it
 * @param {object} on
 * @param {(message: object, index: number) => void} on.press
 * @param {(message: object) => void} on.edit
 * @param {(file: object) => void} on.download
 * @returns {HTMLElement}
 */
export function stored(message, on) {
  const own = message.author === "customer";
  const moment = new Date(message.at);
  const meta = h(
    "p",
    { class: "meta" },
    h("time", { datetime: message.at }, when(moment)),
    message.edited_at ? h("span", {}, t("chat.edited")) : null,
    own ? h("span", { class: "sent", title: t("chat.sent") }, h("span", { "aria-hidden": "true" }, "✓"), hidden(t("chat.sent"))) : null,
    own && message.text
      ? h("button", { type: "button", class: "link edit", onclick: () => on.edit(message) }, t("chat.edit"))
      : null,
  );
  return h(
    "article",
    { class: "message", "data-author": message.author, "data-seq": message.seq, "data-key": message.key },
    h("p", { class: own ? "who visually-hidden" : "who" }, who(message)),
    h("div", { class: "body" }, ...body(message), files(message.files, on)),
    buttons(message, on),
    message.author === "system" ? null : meta,
  );
}

/**
 * A message that the server has not acknowledged.
 *
 * @param {import("./outbox.js").Unsent} item
 * @param {{retry: (key: string) => void, drop: (key: string) => void}} on
 */
export function unsent(item, on) {
  const state =
    item.state === "failed"
      ? h(
          "p",
          { class: "meta trouble" },
          h("span", { role: "alert" }, item.reason || t("chat.failed")),
          h("button", { type: "button", class: "link", onclick: () => on.retry(item.key) }, t("chat.retry")),
          h("button", { type: "button", class: "link", onclick: () => on.drop(item.key) }, t("chat.drop")),
        )
      : h("p", { class: "meta" }, t(item.state === "sending" ? "chat.sending" : "chat.queued"));
  return h(
    "article",
    { class: "message", "data-author": "customer", "data-key": item.key, "data-state": item.state },
    h("p", { class: "who visually-hidden" }, t("chat.you")),
    h("div", { class: "body" }, ...paragraphs(item.text), files(item.files, null)),
    state,
  );
}

function who(message) {
  if (message.author === "operator") return message.signed || t("chat.operator");
  return t(message.author === "customer" ? "chat.you" : "chat.bot");
}

/** Only an approved answer is more than plain text; its markup passes an allow-list once more. */
function body(message) {
  return message.html ? [rich(message.html)] : paragraphs(message.text);
}

function files(list, on) {
  if (list.length === 0) return null;
  return h(
    "ul",
    { class: "message-files" },
    ...list.map((file) => {
      const facts = [h("span", { class: "file-name" }, file.name), h("span", { class: "file-size" }, size(file.size))];
      if (!on) return h("li", { class: "file" }, ...facts);
      const label = t("chat.download", { name: file.name, size: size(file.size) });
      return h("li", {}, h("button", { type: "button", class: "file", "aria-label": label, onclick: () => on.download(file) }, ...facts));
    }),
  );
}

function buttons(message, on) {
  if (message.buttons.length === 0) return null;
  return h(
    "div",
    { class: "choices", role: "group" },
    ...message.buttons.map((button, index) =>
      h("button", { type: "button", class: "choice", "data-kind": button.kind, onclick: () => on.press(message, index) }, button.label),
    ),
  );
}

function hidden(text) {
  return h("span", { class: "visually-hidden" }, text);
}
