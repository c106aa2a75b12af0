/**
 * What calls a consultant back: a sound, the title, the badge, a notification of the system where it was allowed.
 */

import { byId } from "./dom.js";
import { keep, recall } from "./chats_memory.js";
import { clock } from "./chats_time.js";
import { t } from "./texts.js";

export class Alarm {
  #sound = byId("sound");
  #notify = byId("notify");
  #on = recall("sound") !== "off";
  /** @type {AudioContext | null} */
  #audio = null;
  #title = document.title;
  /** @type {Map<string, string>} which mark of which conversation has been told */
  #told = new Map();

  constructor() {
    this.#draw();
    this.#sound.addEventListener("click", () => {
      this.#on = !this.#on;
      keep("sound", this.#on ? "on" : "off");
      this.#draw();
      if (this.#on) this.#beep([660]);
    });
    this.#notify.hidden = typeof Notification === "undefined" || Notification.permission !== "default";
    this.#notify.addEventListener("click", async () => {
      await Notification.requestPermission();
      this.#notify.hidden = Notification.permission !== "default";
    });
    // A browser lets a page sound only after it has been touched.
    addEventListener("pointerdown", () => this.#wake(), { once: true });
    addEventListener("keydown", () => this.#wake(), { once: true });
  }

  /** A customer has written, or came into the queue. No word of his leaves the page. */
  news(key) {
    this.#beep([880]);
    if (document.hidden && typeof Notification !== "undefined" && Notification.permission === "granted") {
      const shown = new Notification(t("chats.title"), { body: t(key), tag: "chats" });
      shown.onclick = () => focus();
    }
  }

  /**
   * Once a second: warn of each wait when it is about to burst, and when it does.
   *
   * @param {Array<{id: string, mark: string, seconds: number}>} waits
   * @param {number} unread
   */
  tick(waits, unread) {
    let worst = "";
    for (const { id, mark } of waits) {
      if (mark !== "in_time" && this.#told.get(id) !== mark) worst = worst === "burst" ? worst : mark;
      this.#told.set(id, mark);
    }
    const here = new Set(waits.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!here.has(id)) this.#told.delete(id);
    if (worst) this.#beep(worst === "burst" ? [988, 740, 988] : [740, 740]);
    const urgent = waits.filter(({ mark }) => mark !== "in_time").sort((a, b) => a.seconds - b.seconds)[0];
    const title = [unread > 0 && `(${unread})`, urgent && `⏰ ${clock(urgent.seconds)}`, this.#title].filter(Boolean).join(" ");
    if (document.title !== title) document.title = title;
    if (unread > 0) navigator.setAppBadge?.(unread).catch(() => {});
    else navigator.clearAppBadge?.().catch(() => {});
  }

  #wake() {
    if (typeof AudioContext === "undefined") return;
    this.#audio ??= new AudioContext();
    if (this.#audio.state === "suspended") void this.#audio.resume();
  }

  #beep(tones) {
    if (!this.#on || !this.#audio || this.#audio.state !== "running") return;
    tones.forEach((frequency, at) => {
      const begin = this.#audio.currentTime + at * 0.18;
      const tone = new OscillatorNode(this.#audio, { frequency });
      const volume = new GainNode(this.#audio, { gain: 0 });
      volume.gain.linearRampToValueAtTime(0.12, begin + 0.02);
      volume.gain.linearRampToValueAtTime(0, begin + 0.15);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(begin);
      tone.stop(begin + 0.16);
    });
  }

  #draw() {
    this.#sound.setAttribute("aria-pressed", String(this.#on));
    const label = t(this.#on ? "chats.sound.on" : "chats.sound.off");
    this.#sound.setAttribute("aria-label", label);
    this.#sound.title = label;
  }
}
