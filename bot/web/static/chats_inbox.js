/**
 * The lists: tabs with their counts, conversations with their timers, a search over all messages.
 */

import { ApiError } from "./api.js";
import { list, search } from "./chats_api.js";
import { recall } from "./chats_memory.js";
import { BOXES } from "./chats_store.js";
import { clock, moment, setServerTime, standing } from "./chats_time.js";
import { byId, h, setText } from "./dom.js";
import { t } from "./texts.js";

const PAUSE_MS = 250;

export class InboxList {
  #tabs = byId("boxes");
  #rows = byId("rows");
  #more = byId("more");
  #field = /** @type {HTMLInputElement} */ (byId("find"));
  #store;
  #on;
  #pause = 0;
  /** @type {Array<object> | null} what a search has found */
  #found = null;
  box = "queue";
  open = "";

  /**
   * @param {import("./chats_store.js").Store} store
   * @param {object} on callbacks: open(id), failed(error)
   */
  constructor(store, on) {
    this.#store = store;
    this.#on = on;
    for (const box of BOXES) {
      this.#tabs.append(h("button", { type: "button", role: "tab", id: `box-${box}`, "aria-controls": "rows", onclick: () => void this.show(box) }, h("span", {}, t(`chats.box.${box}`)), " ", h("span", { class: "count" })));
    }
    this.#tabs.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const next = BOXES[(BOXES.indexOf(this.box) + by + BOXES.length) % BOXES.length];
      void this.show(next);
      byId(`box-${next}`).focus();
    });
    this.#more.addEventListener("click", () => void this.#load(this.#store.cursors[this.box]));
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => void this.#search(), PAUSE_MS);
    });
  }

  /** Show a list; it is read anew. */
  async show(box) {
    this.box = box;
    this.#field.value = "";
    this.#found = null;
    this.draw();
    await this.#load(null);
  }

  async refresh() {
    await this.#load(null);
  }

  focusSearch() {
    this.#field.focus();
    this.#field.select();
  }

  /** The neighbour of the open one, in the list that is shown. */
  neighbour(by) {
    const ids = [...this.#rows.querySelectorAll("[data-id]")].map((row) => row.dataset.id);
    const at = ids.indexOf(this.open);
    return ids[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)];
  }

  draw() {
    for (const box of BOXES) {
      const tab = byId(`box-${box}`);
      tab.setAttribute("aria-selected", String(box === this.box));
      tab.tabIndex = box === this.box ? 0 : -1;
      setText(tab.lastElementChild, box === "closed" ? "" : String(this.#store.counts[box]));
      if (box === "queue") tab.dataset.some = String(this.#store.counts.queue > 0);
    }
    const focused = document.activeElement?.closest?.("[data-id]")?.dataset.id;
    const items = this.#found?.map(({ conversation, message }) => ({ conversation, last: message, viewers: [] })) ?? this.#store.list(this.box);
    this.#rows.replaceChildren(...items.map((item) => this.#row(item)));
    if (items.length === 0) this.#rows.append(h("li", { class: "none" }, t(this.#found ? "chats.none.found" : `chats.none.${this.box}`)));
    this.#more.hidden = this.#found !== null || !this.#store.cursors[this.box];
    if (focused) this.#rows.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    this.tick();
  }

  /** Once a second the timers go on. */
  tick() {
    for (const place of this.#rows.querySelectorAll("[data-wait]")) {
      const item = this.#store.get(place.dataset.wait);
      drawWait(place, item?.conversation.wait ?? null);
    }
  }

  #row({ conversation, last, viewers }) {
    const { id, customer } = conversation;
    const unread = isUnread(conversation, last);
    const others = viewers.filter((person) => person !== this.#store.me).map((person) => this.#store.name(person));
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "chat", "data-id": id, "aria-current": id === this.open ? "true" : null, "data-unread": unread, onclick: () => this.#on.open(id) },
        h("span", { class: "chat-who" }, customer.name ?? t("chats.customer"), " ", h("span", { class: "chat-channel" }, t(`chats.channel.${customer.channel}`))),
        h("span", { class: "chat-wait", "data-wait": id }),
        h("span", { class: "chat-last" }, said(last)),
        h("span", { class: "chat-time" }, moment(conversation.active_at)),
        (conversation.operator || others.length > 0) &&
          h("span", { class: "chat-people" }, conversation.operator ? this.#store.name(conversation.operator) : "", others.length > 0 && h("em", {}, t("chats.viewers", { names: others.join(", ") }))),
      ),
    );
  }

  async #load(cursor) {
    const { box } = this;
    try {
      const reply = await list(box, cursor);
      setServerTime(reply.now);
      this.#store.load(box, reply, !cursor);
      this.draw();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#on.failed(error);
    }
  }

  async #search() {
    const words = this.#field.value.trim();
    if (words === "") {
      this.#found = null;
      this.draw();
      return;
    }
    try {
      const reply = await search(words);
      if (words !== this.#field.value.trim()) return;
      this.#found = reply.items;
      this.draw();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#on.failed(error);
    }
  }
}

/** Draw a timer: a figure, a colour and a word for those who see none. */
export function drawWait(place, wait) {
  const now = standing(wait);
  place.dataset.mark = now?.mark ?? "";
  setText(place, now ? clock(now.seconds) : "");
  if (now) place.title = t(`chats.wait.${now.mark}`);
}

export function isUnread(conversation, last) {
  if (last?.author !== "customer") return false;
  return last.seq > (recall(`seen.${conversation.id}`) ?? 0);
}

function said(last) {
  if (!last) return "";
  const text = last.text || (last.attachments.length > 0 ? t("chats.file.named", { name: last.attachments[0].name }) : "");
  const who = last.internal ? t("chats.note.tag") : last.author === "customer" ? "" : last.author === "bot" ? t("chats.bot") : (last.signed ?? "");
  return who ? `${who}: ${text}` : text;
}
