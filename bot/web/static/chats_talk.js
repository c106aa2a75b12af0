/**
 * The open conversation: its messages in order, what is on its way, and who else looks at it.
 */

import { dossier, earlier, edits, retry } from "./chats_api.js";
import { drawMessage, drawParcel } from "./chats_message.js";
import { keep, recall } from "./chats_memory.js";
import { moment, setServerTime } from "./chats_time.js";
import { byId, h, setText } from "./dom.js";
import { t } from "./texts.js";

const NEAR_PX = 120;
const TYPING_MS = 5000;

export class Talk {
  #list = byId("messages");
  #scroll = byId("scroll");
  #older = byId("older");
  #jump = byId("jump");
  #typing = byId("typing");
  #on;
  #outbox;
  /** @type {Map<number, object>} by seq */
  #messages = new Map();
  #deliveries = new Map();
  #unseenFrom = 0;
  #vanish = 0;
  /** @type {object | null} the conversation that is shown */
  conversation = null;

  /**
   * @param {import("./chats_outbox.js").Outbox} outbox
   * @param {object} on callbacks: loaded(dossier), failed(error), again(parcel), gone()
   */
  constructor(outbox, on) {
    this.#outbox = outbox;
    this.#on = on;
    this.#older.addEventListener("click", () => void this.#loadEarlier());
    this.#jump.addEventListener("click", () => this.jump());
    this.#scroll.addEventListener("scroll", () => this.#nearEnd() && this.#seen(), { passive: true });
    document.addEventListener("visibilitychange", () => this.#nearEnd() && this.#seen());
  }

  get id() {
    return this.conversation?.id ?? "";
  }

  /** What the customer has written, oldest first. */
  get customerTexts() {
    return this.#all().filter(({ author, kind }) => author === "customer" && kind === "text").map(({ text }) => text);
  }

  /** Show another conversation, or the same one read anew. */
  async open(id) {
    const fresh = id !== this.id;
    if (fresh) {
      this.#messages.clear();
      this.#deliveries.clear();
      this.#list.replaceChildren();
      this.conversation = { id };
    }
    let reply;
    try {
      reply = await dossier(id);
    } catch (error) {
      if (this.id === id) this.#on.failed(error);
      return;
    }
    if (this.id !== id) return;
    setServerTime(reply.now);
    const known = Math.max(0, ...this.#messages.keys());
    // Read again after a long absence: what lies between is not known, so what was before is dropped.
    if (reply.messages.length > 0 && reply.messages[0].seq > known + 1) this.#messages.clear();
    for (const message of reply.messages) this.#messages.set(message.seq, message);
    this.#deliveries = new Map(reply.deliveries.map((one) => [one.seq, one]));
    this.conversation = reply.conversation;
    if (fresh) this.#unseenFrom = (recall(`seen.${id}`) ?? reply.conversation.last_seq) + 1;
    this.#on.loaded(reply);
    this.draw();
    if (fresh) this.jump();
  }

  close() {
    this.conversation = null;
    this.#messages.clear();
    this.#list.replaceChildren();
  }

  state(conversation) {
    if (conversation.id === this.id) this.conversation = conversation;
  }

  /** A message is new or has changed. */
  message(conversation, message) {
    if (conversation !== this.id) return;
    const stay = !this.#nearEnd();
    this.#messages.set(message.seq, message);
    if (message.author === "customer") setText(this.#typing, "");
    this.draw();
    if (!stay || message.author === "operator") this.#toEnd();
  }

  delivery(delivery) {
    if (delivery.conversation !== this.id) return;
    this.#deliveries.set(delivery.seq, delivery);
    this.draw();
  }

  /** Somebody types; it is forgotten by itself. */
  typing(name) {
    setText(this.#typing, t("chats.typing", { name }));
    clearTimeout(this.#vanish);
    this.#vanish = setTimeout(() => setText(this.#typing, ""), TYPING_MS);
  }

  /** Go to the first message that was not seen before, or to the end. */
  jump() {
    const mark = this.#list.querySelector(".msg-new");
    if (mark) mark.scrollIntoView({ block: "start" });
    else this.#toEnd();
    if (this.#nearEnd()) this.#seen();
  }

  draw() {
    if (!this.conversation?.customer) return;
    const customer = this.conversation.customer.name ?? t("chats.customer");
    const actions = { retry: (seq) => void this.#retry(seq), edits: (seq, place) => void this.#showEdits(seq, place) };
    const at = this.#scroll.scrollTop;
    const rows = [];
    let marked = false;
    for (const message of this.#all()) {
      if (!marked && message.seq >= this.#unseenFrom && message.author === "customer") {
        marked = true;
        rows.push(h("li", { class: "msg-new" }, t("chats.unread")));
      }
      const around = { delivery: message.author === "operator" && !message.internal ? (this.#deliveries.get(message.seq) ?? { state: "pending", error: null }) : undefined, answers: this.#messages.get(message.reply_to), customer };
      rows.push(drawMessage(message, around, actions));
    }
    for (const parcel of this.#outbox.of(this.id)) {
      rows.push(drawParcel(parcel, { again: () => this.#on.again(parcel), drop: () => this.#outbox.remove(parcel) }));
    }
    this.#list.replaceChildren(...rows);
    this.#scroll.scrollTop = at;
    this.#older.hidden = (this.#all()[0]?.seq ?? 1) <= 1;
    this.#drawJump();
  }

  toEnd() {
    this.#toEnd();
  }

  #all() {
    return [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
  }

  #nearEnd() {
    return this.#scroll.scrollHeight - this.#scroll.scrollTop - this.#scroll.clientHeight < NEAR_PX;
  }

  #toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
    this.#seen();
  }

  /** Everything that there is has been seen; the line above the new ones stays until the next visit. */
  #seen() {
    if (document.hidden || !this.conversation?.customer) return;
    keep(`seen.${this.id}`, Math.max(0, ...this.#messages.keys()));
    this.#drawJump();
    this.#on.seen?.();
  }

  #drawJump() {
    const seen = recall(`seen.${this.id}`) ?? 0;
    const unread = this.#all().filter(({ seq, author }) => seq > seen && author === "customer").length;
    this.#jump.hidden = unread === 0;
    setText(this.#jump, t("chats.jump", { n: unread }));
  }

  async #loadEarlier() {
    const first = this.#all()[0]?.seq;
    const { id } = this;
    if (!first) return;
    try {
      const { messages } = await earlier(id, first);
      if (id !== this.id) return;
      const from = this.#scroll.scrollHeight;
      for (const message of messages) this.#messages.set(message.seq, message);
      this.draw();
      this.#scroll.scrollTop += this.#scroll.scrollHeight - from;
    } catch (error) {
      this.#on.failed(error);
    }
  }

  async #retry(seq) {
    try {
      this.delivery(await retry(this.id, seq));
    } catch (error) {
      this.#on.failed(error);
    }
  }

  async #showEdits(seq, place) {
    if (place.childElementCount > 0) {
      place.replaceChildren();
      return;
    }
    try {
      const { edits: found } = await edits(this.id, seq);
      place.replaceChildren(...found.map((one) => h("p", { class: "msg-earlier" }, h("time", {}, moment(one.edited_at)), " ", one.earlier)));
    } catch (error) {
      this.#on.failed(error);
    }
  }
}
