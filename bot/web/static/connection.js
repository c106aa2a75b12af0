/**
 * One quiet banner for everything that stands between the desk and the server, and the attempts to get back.
 */

import { ApiError, health } from "./api.js";
import { h } from "./dom.js";
import { backoff } from "./sequence.js";
import { t } from "./texts.js";

const LOADING_POLL_MS = 2000;

export class Connection {
  #banner;
  #on;
  #trouble = "";
  #encoder = "ready";
  #attempt = 0;
  #retry = 0;
  #poll = 0;

  /**
   * @param {HTMLElement} banner
   * @param {object} on
   * @param {() => boolean} on.back the server answers again, or answers better: ask once more; tells whether there
   *   was something to ask
   */
  constructor(banner, on) {
    this.#banner = banner;
    this.#on = on;
    addEventListener("offline", () => this.failed(new ApiError("offline")));
    addEventListener("online", () => void this.#try());
    // The operator may have logged in again in another tab.
    addEventListener("focus", () => {
      if (this.#trouble === "session") void this.#try();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.#trouble) void this.#try();
    });
    void this.#look();
  }

  /** A call has failed. */
  failed(error) {
    if (error.kind === "missing") return;
    if (this.#trouble !== error.kind) this.#attempt = 0;
    this.#trouble = error.kind;
    this.#draw();
    if (error.kind === "session" || error.kind === "refused") return;
    this.#later(error.retryAfter > 0 ? error.retryAfter * 1000 : backoff(this.#attempt++));
  }

  /**
   * A question was answered.
   *
   * @param {boolean | null} wordsOnly whether the encoder took no part; null where it was not asked to
   */
  answered(wordsOnly) {
    const was = this.#trouble;
    this.#trouble = "";
    this.#attempt = 0;
    if (was) this.#draw();
    if (wordsOnly !== null && wordsOnly !== (this.#encoder !== "ready")) void this.#look();
  }

  /** @param {number} delay */
  #later(delay) {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#try(), delay);
  }

  /** See whether the server is there; if so, only an answer to the question itself ends the trouble. */
  async #try() {
    clearTimeout(this.#retry);
    if ((await this.#look()) && !this.#on.back()) this.answered(this.#encoder !== "ready");
  }

  /** @returns {Promise<boolean>} whether the server has told how it is */
  async #look() {
    clearTimeout(this.#poll);
    let state;
    try {
      state = encoderState(await health());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failed(error);
      return false;
    }
    const before = this.#encoder;
    this.#encoder = state;
    this.#draw();
    if (state === "loading") this.#poll = setTimeout(() => void this.#look(), LOADING_POLL_MS);
    if (before === "loading" && state === "ready") this.#on.back();
    return true;
  }

  #draw() {
    const key = this.#trouble ? `trouble.${this.#trouble}` : this.#encoder === "ready" ? "" : `encoder.${this.#encoder}`;
    if ((this.#banner.dataset.state ?? "") === key) return;
    this.#banner.dataset.state = key;
    this.#banner.dataset.tone = this.#trouble ? "trouble" : "quiet";
    this.#banner.hidden = key === "";
    this.#banner.replaceChildren(...(key ? this.#content(key) : []));
  }

  #content(key) {
    const retry = h("button", { type: "button", onclick: () => void this.#try() }, t("retry"));
    if (this.#trouble === "session") {
      const login = h("a", { href: "/login", target: "_blank", rel: "noopener" }, t("session.how"));
      return [h("span", {}, t(key)), h("span", { class: "banner-actions" }, login, retry)];
    }
    return this.#trouble ? [h("span", {}, t(key)), h("span", { class: "banner-actions" }, retry)] : [h("span", {}, t(key))];
  }
}

/**
 * @param {object} report of /api/v1/health
 * @returns {"ready" | "loading" | "failed"}
 */
function encoderState(report) {
  const encoder = report?.encoder?.state ?? report?.encoder ?? "ready";
  if (encoder === "ready" || encoder === "loading") return encoder;
  return "failed";
}
