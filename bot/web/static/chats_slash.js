/**
 * «/» in the reply: ready texts by a few words, chosen by arrows, put in place by Enter.
 */

import { ApiError, ask } from "./api.js";
import { h } from "./dom.js";
import { t } from "./texts.js";

const PAUSE_MS = 120;
const SHOWN = 7;
const CALL = /(?:^|\s)\/([^\n/]{0,60})$/;

export class Slash {
  #area;
  #on;
  #list;
  #items = [];
  #active = 0;
  #pause = 0;
  #query = null;

  /**
   * @param {HTMLElement} root that holds the draft box
   * @param {HTMLTextAreaElement} area
   * @param {object} on
   * @param {() => Array<object>} on.first what is offered before a word is typed
   * @param {(text: string, entry: string) => void} on.insert
   */
  constructor(root, area, on) {
    this.#area = area;
    this.#on = on;
    this.#list = h("ul", { class: "slash", role: "listbox", id: `${area.id}-slash`, "aria-label": t("chats.slash"), hidden: true });
    area.closest(".draft-paper").after(this.#list);
    area.addEventListener("input", () => this.#look());
    area.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    // Before the box's own keys: an open list comes first.
    root.addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  #look() {
    const before = this.#area.value.slice(0, this.#area.selectionEnd);
    const found = CALL.exec(before);
    this.#query = found ? found[1] : null;
    clearTimeout(this.#pause);
    if (this.#query === null) this.#close();
    else if (this.#query.trim() === "") this.#show(this.#on.first());
    else this.#pause = setTimeout(() => void this.#ask(this.#query.trim()), PAUSE_MS);
  }

  async #ask(words) {
    try {
      const answer = await ask(words, "full");
      if (this.#query?.trim() === words) this.#show(answer.candidates.filter((one) => one.speakable));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#show([]);
    }
  }

  #show(items) {
    this.#items = items.slice(0, SHOWN);
    this.#active = 0;
    this.#draw();
  }

  #draw() {
    this.#list.hidden = false;
    const rows = this.#items.map((item, at) =>
      h(
        "li",
        { role: "option", id: `${this.#area.id}-slash-${at}`, "aria-selected": String(at === this.#active), onmousedown: (event) => event.preventDefault(), onclick: () => this.#take(at) },
        h("strong", {}, item.title),
        h("span", {}, item.speakable),
      ),
    );
    this.#list.replaceChildren(...(rows.length > 0 ? rows : [h("li", { class: "small" }, t("chats.slash.none"))]));
    if (rows.length > 0) this.#area.setAttribute("aria-activedescendant", `${this.#area.id}-slash-${this.#active}`);
    this.#list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  #close() {
    this.#query = null;
    this.#items = [];
    this.#list.hidden = true;
    this.#area.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (this.#list.hidden || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && this.#items.length > 0) {
      this.#active = (this.#active + by + this.#items.length) % this.#items.length;
      this.#draw();
    } else if (event.key === "Enter" && this.#items.length > 0) this.#take(this.#active);
    else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #take(at) {
    const item = this.#items[at];
    const end = this.#area.selectionEnd;
    this.#area.focus();
    this.#area.setSelectionRange(end - this.#query.length - 1, end);
    document.execCommand("delete");
    this.#close();
    this.#on.insert(item.speakable, item.entry);
  }
}
