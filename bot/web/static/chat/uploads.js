/**
 * Files on their way up, each with its progress; a message may go once all of them are there.
 */

import { byId, h, setText } from "../dom.js";
import { t } from "../texts.js";
import { size } from "./message.js";

/** @type {{megabytes: number, endings: string[]}} */
const LIMITS = JSON.parse(byId("limits").textContent ?? "{}");
const MOST = 10;

export class Uploads {
  #list = byId("files");
  #link;
  #on;
  /** @type {{name: string, view: object | null, request: XMLHttpRequest | null, element: HTMLElement, failed: boolean}[]} */
  #files = [];

  /**
   * @param {import("./link.js").Link} link
   * @param {{notice: (text: string) => void, changed: () => void}} on
   */
  constructor(link, on) {
    this.#link = link;
    this.#on = on;
  }

  get busy() {
    return this.#files.some((file) => file.request !== null);
  }

  /** Files that are up. */
  get done() {
    return this.#files.filter((file) => file.view !== null).map((file) => file.view);
  }

  get any() {
    return this.#files.length > 0;
  }

  /** @param {Iterable<File>} files */
  add(files) {
    for (const file of files) {
      if (this.#files.length >= MOST) return this.#on.notice(t("chat.attach.many", { limit: MOST }));
      if (file.size > LIMITS.megabytes * 1024 * 1024) {
        this.#on.notice(t("chat.attach.large", { name: file.name, megabytes: LIMITS.megabytes }));
        continue;
      }
      this.#begin(file);
    }
  }

  /** They have gone with a message. */
  clear() {
    this.#files = [];
    this.#list.replaceChildren();
    this.#changed();
  }

  #begin(file) {
    const name = file.name || "file";
    const progress = h("progress", { max: 100, value: 0, "aria-label": name });
    const note = h("span", { class: "file-size" }, size(file.size));
    const remove = h("button", { type: "button", class: "quiet", "aria-label": t("chat.attach.remove", { name }) }, "✕");
    const entry = {
      name,
      view: null,
      request: new XMLHttpRequest(),
      failed: false,
      element: h("li", { class: "file" }, h("span", { class: "file-name" }, name), note, progress, remove),
    };
    remove.addEventListener("click", () => {
      entry.request?.abort();
      this.#files = this.#files.filter((each) => each !== entry);
      entry.element.remove();
      this.#changed();
    });
    this.#files.push(entry);
    this.#list.append(entry.element);
    this.#changed();
    this.#send(entry, file, progress, note);
  }

  #send(entry, file, progress, note) {
    const request = entry.request;
    request.open("POST", this.#link.address(`files/${encodeURIComponent(entry.name)}`));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    for (const [name, value] of Object.entries(this.#link.credentials())) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      progress.value = Math.round((event.loaded / event.total) * 100);
      setText(note, t("chat.attach.progress", { percent: progress.value }));
    };
    request.onloadend = () => {
      entry.request = null;
      progress.remove();
      if (request.status === 200 && request.response) {
        entry.view = request.response;
        setText(note, size(file.size));
      } else if (this.#files.includes(entry)) {
        entry.failed = true;
        entry.element.dataset.state = "failed";
        setText(note, t("chat.attach.failed"));
        this.#on.notice(request.response?.detail ?? `${entry.name}: ${t("chat.attach.failed")}`);
      }
      this.#changed();
    };
    request.send(file);
  }

  #changed() {
    this.#list.hidden = this.#files.length === 0;
    this.#on.changed();
  }
}
