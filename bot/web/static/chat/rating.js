/**
 * The question how it was, once a conversation has ended; asked until it is answered or the talk goes on.
 */

import { byId, h } from "../dom.js";
import { t } from "../texts.js";
import { LinkError } from "./link.js";
import { recall, remember } from "./memory.js";

export class Rating {
  #form = /** @type {HTMLFormElement} */ (byId("rating"));
  #closed = 0;

  /**
   * @param {(fields: object) => Promise<void>} send
   * @param {(text: string) => void} notice
   */
  constructor(send, notice) {
    const rest = this.#form.querySelector(".rating-rest");
    this.#form.addEventListener("change", () => {
      rest.hidden = false;
    });
    this.#form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = new FormData(this.#form);
      const closed = this.#closed;
      try {
        await send({ closed_seq: closed, score: Number(fields.get("score")), comment: String(fields.get("comment") ?? "") });
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
        notice(error.message || t("chat.error"));
        return;
      }
      remember("rated", closed);
      this.#form.reset();
      rest.hidden = true;
      this.#form.hidden = true;
      byId("log").append(h("p", { class: "aside" }, t("chat.rate.thanks")));
      byId("text").focus();
    });
  }

  /** @param {string | null} state @param {number | null} closedSeq */
  show(state, closedSeq) {
    const asked = state === "closed" && closedSeq !== null && recall("rated") !== closedSeq;
    this.#closed = closedSeq ?? 0;
    this.#form.hidden = !asked;
  }
}
