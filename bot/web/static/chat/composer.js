/**
 * Where the customer writes: text, files, and changes to what he has sent. Nothing typed is lost by a reload.
 */

import { byId } from "../dom.js";
import { t } from "../texts.js";
import { recall, remember } from "./memory.js";
import { Uploads } from "./uploads.js";

const TYPING_MS = 3000;

export class Composer {
  #form = byId("composer");
  #text = /** @type {HTMLTextAreaElement} */ (byId("text"));
  #send = byId("send");
  #on;
  #uploads;
  #typedAt = 0;
  /** @type {boolean} to be sent as soon as the files are up */
  #wanted = false;
  /** @type {object | null} the message that is being changed */
  #editing = null;

  /**
   * @param {import("./link.js").Link} link
   * @param {object} on
   * @param {(text: string, files: object[]) => void} on.send
   * @param {(message: object, text: string) => Promise<boolean>} on.edit whether it is done
   * @param {() => void} on.typing
   * @param {() => object | undefined} on.lastOwn
   * @param {(text: string) => void} on.notice
   */
  constructor(link, on) {
    this.#on = on;
    this.#uploads = new Uploads(link, { notice: on.notice, changed: () => this.#filesChanged() });
    this.#text.value = recall("draft") ?? "";
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#submit();
    });
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    byId("edit-cancel").addEventListener("click", () => this.#endEdit());
    this.#takeFiles();
    this.#grow();
  }

  focus() {
    this.#text.focus({ preventScroll: true });
  }

  /** Change a message that was sent. */
  edit(message) {
    this.#editing = message;
    this.#text.value = message.text;
    this.#mark();
    this.focus();
    this.#grow();
  }

  async #submit() {
    const text = this.#text.value.trim();
    if (this.#editing) {
      if (text && (text === this.#editing.text || (await this.#on.edit(this.#editing, text)))) this.#endEdit();
      return;
    }
    if (this.#uploads.busy) {
      this.#wanted = true;
      this.#on.notice(t("chat.attach.wait"));
      return;
    }
    this.#wanted = false;
    const files = this.#uploads.done;
    if (!text && files.length === 0) return;
    this.#text.value = "";
    remember("draft", null);
    this.#uploads.clear();
    this.#grow();
    this.#on.notice("");
    this.#on.send(text, files);
    this.focus();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      this.#form.requestSubmit();
    } else if (event.key === "Escape" && this.#editing) {
      event.stopPropagation();
      this.#endEdit();
    } else if (event.key === "ArrowUp" && this.#text.value === "") {
      const last = this.#on.lastOwn();
      if (last?.text) {
        event.preventDefault();
        this.edit(last);
      }
    }
  }

  #typed() {
    this.#grow();
    if (this.#editing) return;
    remember("draft", this.#text.value || null);
    if (this.#text.value && Date.now() - this.#typedAt > TYPING_MS) {
      this.#typedAt = Date.now();
      this.#on.typing();
    }
  }

  #endEdit() {
    this.#editing = null;
    this.#text.value = recall("draft") ?? "";
    this.#mark();
    this.#grow();
    this.focus();
  }

  #mark() {
    const editing = this.#editing !== null;
    byId("editing").hidden = !editing;
    byId("attach").hidden = editing;
    const label = t(editing ? "chat.save" : "chat.send");
    this.#send.setAttribute("aria-label", label);
    this.#send.title = label;
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${Math.min(this.#text.scrollHeight + 2, 160)}px`;
  }

  #filesChanged() {
    if (this.#wanted && !this.#uploads.busy) void this.#submit();
  }

  #takeFiles() {
    const picker = /** @type {HTMLInputElement} */ (byId("picker"));
    const drop = byId("drop");
    byId("attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      this.#uploads.add(picker.files ?? []);
      picker.value = "";
      this.focus();
    });
    this.#text.addEventListener("paste", (event) => {
      const files = event.clipboardData?.files ?? [];
      if (files.length > 0) {
        event.preventDefault();
        this.#uploads.add(files);
      }
    });
    addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      drop.hidden = false;
    });
    addEventListener("dragleave", (event) => {
      if (event.relatedTarget === null) drop.hidden = true;
    });
    addEventListener("drop", (event) => {
      event.preventDefault();
      drop.hidden = true;
      this.#uploads.add(event.dataTransfer?.files ?? []);
    });
  }
}
