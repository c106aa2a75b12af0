/**
 * Who has the conversation: take, pass on, put back, give to the bot, end; with a note where one helps.
 */

import { ApiError } from "./api.js";
import { act, colleagues } from "./chats_api.js";
import { byId, h, kbd, setText } from "./dom.js";
import { t } from "./texts.js";

/** What can be done, by who has it; with its key. */
const OFFERED = {
  queue: [["take", "T"]],
  bot: [["take", "T"]],
  others: [],
  mine: [["pass", "P"], ["release", "R"], ["return", "B"], ["close", "E"]],
  closed: [],
};
const WITH_NOTE = new Set(["pass", "release"]);

export class Actions {
  #bar = byId("actions");
  #dialog = /** @type {HTMLDialogElement} */ (byId("act"));
  #note = /** @type {HTMLTextAreaElement} */ (byId("act-note"));
  #colleague = /** @type {HTMLSelectElement} */ (byId("act-colleague"));
  #store;
  #on;
  #id = "";
  #name = "";

  /**
   * @param {import("./chats_store.js").Store} store
   * @param {object} on callbacks: changed(conversation, name), failed(error)
   */
  constructor(store, on) {
    this.#store = store;
    this.#on = on;
    byId("act-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#confirm();
    });
    byId("act-cancel").addEventListener("click", () => this.#dialog.close());
  }

  draw(conversation) {
    const offered = conversation?.customer ? OFFERED[this.#store.boxOf(conversation)] : [];
    this.#bar.replaceChildren(
      ...offered.map(([name, key]) => h("button", { type: "button", class: name === "take" ? "primary" : "", "data-act": name, title: `Alt+${key}`, onclick: () => this.start(conversation, name) }, t(`chats.act.${name}`), kbd("Alt", key))),
    );
  }

  /** Do it, or ask first: with whom, and what to say to him. */
  start(conversation, name) {
    const offered = conversation?.customer && OFFERED[this.#store.boxOf(conversation)].some(([one]) => one === name);
    if (!offered) return;
    this.#id = conversation.id;
    this.#name = name;
    if (name === "take") void this.#do({});
    else void this.#ask();
  }

  async #ask() {
    const name = this.#name;
    setText(byId("act-title"), t(`chats.act.${name}.title`));
    setText(byId("act-go"), t(`chats.act.${name}`));
    byId("act-note-row").hidden = !WITH_NOTE.has(name);
    byId("act-colleague-row").hidden = name !== "pass";
    setText(byId("act-why"), t(`chats.act.${name}.why`));
    setText(byId("act-trouble"), "");
    this.#note.value = "";
    if (name === "pass" && !(await this.#colleagues())) return;
    this.#dialog.showModal();
    (name === "pass" ? this.#colleague : WITH_NOTE.has(name) ? this.#note : byId("act-go")).focus();
  }

  async #colleagues() {
    try {
      const reply = await colleagues();
      const others = reply.colleagues.filter(({ id, active }) => active && id !== this.#store.me).sort((a, b) => Number(b.online) - Number(a.online));
      this.#colleague.replaceChildren(...others.map((one) => h("option", { value: one.id }, `${one.online ? "● " : "○ "}${one.name}`)));
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  async #confirm() {
    const note = WITH_NOTE.has(this.#name) ? { note: this.#note.value } : {};
    const body = this.#name === "pass" ? { ...note, colleague: this.#colleague.value } : note;
    if (await this.#do(body)) this.#dialog.close();
  }

  async #do(body) {
    try {
      this.#on.changed(await act(this.#id, this.#name, body), this.#name);
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #failed(error) {
    if (!(error instanceof ApiError)) throw error;
    if (this.#dialog.open) setText(byId("act-trouble"), error.detail || t("trouble.server"));
    this.#on.failed(error);
  }
}
