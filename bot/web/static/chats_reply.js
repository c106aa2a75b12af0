/**
 * Replying: one draft box for each conversation, with its files; what was typed waits there for its consultant.
 */

import { ApiError } from "./api.js";
import { upload } from "./chats_api.js";
import { drop, keep, recall } from "./chats_memory.js";
import { Slash } from "./chats_slash.js";
import { localTime } from "./chats_time.js";
import { copyText } from "./clipboard.js";
import { byId, h, setText } from "./dom.js";
import { DraftBox } from "./draft_box.js";
import { t } from "./texts.js";

const BOXES_KEPT = 12;
const FILES = 10;

/** @typedef {{root: HTMLElement, box: DraftBox, decisions: Array<[string, {reason: string, rule: string}]>, files: Array<object>}} Desk */

export class Reply {
  #place = byId("reply-box");
  #files = byId("reply-files");
  #input = /** @type {HTMLInputElement} */ (byId("file"));
  #note = /** @type {HTMLTextAreaElement} */ (byId("note-text"));
  #noting = byId("noting");
  #on;
  #outbox;
  /** @type {Map<string, Desk>} by conversation, the last used last */
  #desks = new Map();
  #id = "";

  /**
   * @param {import("./chats_outbox.js").Outbox} outbox
   * @param {object} on callbacks: context(), modules(), typing(), failed(error), sent()
   */
  constructor(outbox, on) {
    this.#outbox = outbox;
    this.#on = on;
    byId("attach").addEventListener("click", () => this.#input.click());
    this.#input.addEventListener("change", () => void this.#take([...this.#input.files]));
    this.#place.addEventListener("paste", (event) => event.clipboardData?.files.length > 0 && void this.#take([...event.clipboardData.files]));
    this.#note.addEventListener("input", () => keep(`note.${this.#id}`, this.#note.value));
    byId("note-save").addEventListener("click", () => this.saveNote());
    this.#noting.addEventListener("toggle", () => this.#noting.open && this.#note.focus());
  }

  get #desk() {
    return this.#desks.get(this.#id);
  }

  /** Show the draft of a conversation; empty for none. */
  show(id) {
    this.#id = id;
    if (id === "") {
      this.#place.replaceChildren();
      return;
    }
    const desk = this.#desks.get(id) ?? this.#make(id);
    this.#desks.delete(id);
    this.#desks.set(id, desk);
    const [oldest] = this.#desks.keys();
    if (this.#desks.size > BOXES_KEPT) this.#desks.delete(oldest); // its draft is kept in the memory
    if (desk.root.parentElement !== this.#place) this.#place.replaceChildren(desk.root);
    this.#note.value = recall(`note.${id}`) ?? "";
    this.#noting.open = this.#note.value !== "";
    this.#drawFiles();
  }

  focus() {
    this.#desk?.box.focus();
  }

  insert(text, entry) {
    this.#desk?.box.insert(text, { entry });
  }

  /** More is known of the conversation now. */
  refresh() {
    if (this.#desk?.box.text) this.#desk.box.refresh();
  }

  /** A reply that was not taken comes back to be mended; what has been typed since stays below it. */
  takeBack(parcel, why) {
    if (parcel.what === "note") {
      this.#note.value = [parcel.body.text, this.#note.value].filter(Boolean).join("\n");
      keep(`note.${this.#id}`, this.#note.value);
      this.#noting.open = true;
      return;
    }
    const desk = this.#desk;
    if (!desk) return;
    const typed = desk.box.text;
    desk.box.insert([parcel.body.text, typed].filter((text) => text.trim()).join("\n\n"), { whole: true });
    desk.files = [...(parcel.files ?? []), ...desk.files];
    this.#drawFiles();
    if (why) this.#on.failed(new ApiError("refused", 0, "", why));
  }

  openNote() {
    this.#noting.open = true;
    this.#note.focus();
  }

  saveNote() {
    const text = this.#note.value.trim();
    if (text === "") return;
    this.#outbox.add(this.#id, "note", { text });
    this.#note.value = "";
    drop(`note.${this.#id}`);
    this.#noting.open = false;
    this.focus();
  }

  /** A short word at once; the draft stays as it is. */
  hold(n) {
    const text = t(`chats.hold.${n + 1}`);
    this.#outbox.add(this.#id, "reply", { text });
    this.#on.sent();
  }

  /** @returns {Desk} */
  #make(id) {
    const root = h("div", {});
    const desk = /** @type {Desk} */ ({ root, decisions: [], files: [] });
    const saved = recall(`draft.${id}`);
    if (Array.isArray(saved?.decisions)) desk.decisions = saved.decisions;
    desk.box = new DraftBox(root, {
      onCopy: copyText,
      onSend: async (text) => this.#send(id, desk, text),
      context: () => this.#context(id),
      save: (draft) => {
        desk.decisions = draft.decisions;
        if (draft.text === "" && Object.keys(draft.facts).length === 0) drop(`draft.${id}`);
        else keep(`draft.${id}`, draft);
      },
      saved,
    });
    const area = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));
    area.placeholder = t("chats.placeholder");
    area.addEventListener("input", () => area.value !== "" && this.#on.typing());
    new Slash(root, area, { first: () => this.#on.modules(), insert: (text, entry) => desk.box.insert(text, { entry }) });
    return desk;
  }

  #context(id) {
    const { conversation, customerTexts } = this.#on.context();
    if (conversation?.id !== id || !conversation.customer) return {};
    const { name, time_zone: zone } = conversation.customer;
    const clock = localTime(zone);
    return { customer_texts: customerTexts, ...(name ? { client_name: name.slice(0, 80) } : {}), ...(clock ? { local_time: clock } : {}) };
  }

  /** Into the outbox: from there it goes out once, and comes back if it is refused. */
  #send(id, desk, text) {
    const decisions = Object.fromEntries(desk.decisions.map(([, { rule, reason }]) => [rule, reason]));
    this.#outbox.add(id, "reply", { text, decisions, attachments: desk.files.map((file) => file.id) });
    desk.files = [];
    this.#drawFiles();
    // The box first notes what became of its findings.
    setTimeout(() => {
      if (text !== "" && desk.box.text === text) desk.box.insert("", { whole: true });
      this.#on.sent();
    });
    return true;
  }

  async #take(files) {
    this.#input.value = "";
    const id = this.#id;
    const desk = this.#desk;
    for (const file of files.slice(0, FILES - desk.files.length)) {
      setText(this.#files, t("chats.uploading", { name: file.name }));
      try {
        desk.files.push(await upload(id, file));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.#on.failed(error);
      }
    }
    this.#drawFiles();
  }

  #drawFiles() {
    const desk = this.#desk;
    const files = desk?.files ?? [];
    const remove = (file) => {
      desk.files = desk.files.filter((other) => other !== file);
      this.#drawFiles();
    };
    this.#files.replaceChildren(...[
      ...files.map((file) => h("span", { class: "chip" }, file.name, h("button", { type: "button", class: "quiet", "aria-label": t("chats.file.remove", { name: file.name }), onclick: () => remove(file) }, "✕"))),
      files.length > 0 && h("button", { type: "button", onclick: () => this.#send(this.#id, desk, "") }, t("chats.file.send")),
    ].filter(Boolean));
  }
}
