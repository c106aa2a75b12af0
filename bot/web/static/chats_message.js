/**
 * One message of a conversation, as staff see it.
 */

import { fileUrl } from "./chats_api.js";
import { moment } from "./chats_time.js";
import { h } from "./dom.js";
import { known, t } from "./texts.js";

const PICTURES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const KILOBYTE = 1024;

/**
 * @param {object} message
 * @param {object} around
 * @param {{state: string, error: string | null} | undefined} around.delivery
 * @param {object | undefined} around.answers the message that it replies to
 * @param {string} around.customer how the customer is called
 * @param {{retry: (seq: number) => void, edits: (seq: number, place: HTMLElement) => void}} actions
 */
export function drawMessage(message, { delivery, answers, customer }, actions) {
  if (message.kind === "event") return event(message);
  const who = message.author === "customer" ? customer : message.author === "bot" ? t("chats.bot") : (message.signed ?? "");
  const earlier = h("div", {});
  return h(
    "li",
    { class: "msg", "data-seq": message.seq, "data-author": message.author, "data-note": message.internal },
    h(
      "p",
      { class: "msg-head" },
      h("span", { class: "msg-who" }, who),
      message.internal && h("span", { class: "msg-tag" }, t("chats.note.tag")),
      h("time", { datetime: message.at }, moment(message.at)),
      message.edited_at && h("button", { type: "button", class: "link small", onclick: () => actions.edits(message.seq, earlier) }, t("chats.edited")),
    ),
    answers && h("blockquote", { class: "msg-quote" }, answers.text.slice(0, 140)),
    message.text !== "" && h("p", { class: "msg-text" }, message.text),
    ...message.attachments.map(file),
    message.choices.length > 0 && h("p", { class: "msg-choices" }, ...message.choices.map((choice) => h("span", {}, choice.label))),
    earlier,
    delivery && state(delivery, message, actions),
  );
}

/** A reply that is on its way, or was not taken. */
export function drawParcel(parcel, { again, drop }) {
  const refused = Boolean(parcel.refused);
  return h(
    "li",
    { class: "msg", "data-author": "operator", "data-note": parcel.what === "note", "data-parcel": refused ? "refused" : "sending" },
    h("p", { class: "msg-text" }, parcel.body.text),
    h(
      "p",
      { class: "msg-delivery", "data-state": refused ? "failed" : "pending", role: refused ? "alert" : null },
      refused ? parcel.refused : t("chats.sending"),
      refused && h("button", { type: "button", onclick: again }, t("chats.back_to_draft")),
      refused && h("button", { type: "button", class: "quiet", onclick: drop }, t("chats.discard")),
    ),
  );
}

function state({ state: how, error }, message, actions) {
  const failed = how === "failed";
  return h(
    "p",
    { class: "msg-delivery", "data-state": how, role: failed ? "alert" : null },
    h("span", { "aria-hidden": "true" }, how === "sent" ? "✓✓" : failed ? "!" : "✓"),
    t(`chats.delivery.${how}`, { why: error ?? "" }),
    failed && h("button", { type: "button", onclick: () => actions.retry(message.seq) }, t("retry")),
  );
}

function event(message) {
  const key = `chats.happening.${message.happening}`;
  const said = known(key) ? t(key, { name: message.signed ?? t("chats.bot") }) : message.text;
  const word = message.internal && message.text ? `${said}: «${message.text}»` : said;
  return h("li", { class: "msg-event", "data-seq": message.seq }, h("span", {}, word), " ", h("time", { datetime: message.at }, moment(message.at)));
}

function file({ id, name, media_type: type, size }) {
  const url = fileUrl(id);
  const label = `${name} · ${Math.max(1, Math.round(size / KILOBYTE))} ${t("chats.kilobytes")}`;
  return h(
    "p",
    { class: "msg-file" },
    PICTURES.has(type) && h("a", { href: url, target: "_blank", rel: "noopener" }, h("img", { src: url, alt: name, loading: "lazy" })),
    h("a", { href: url, target: "_blank", rel: "noopener", download: PICTURES.has(type) ? null : name }, label),
  );
}
