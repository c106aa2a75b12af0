/**
 * The socket that brings what happens; it comes back by itself, and says when everything must be read again.
 */

import { backoff } from "./sequence.js";

const SESSION_ENDED = 4401;
const LOOK_MS = 10_000;
const TYPING_MS = 3000;

export class ChatSocket {
  #on;
  /** @type {WebSocket | null} */
  #socket = null;
  #attempt = 0;
  #retry = 0;
  #looking = "";
  #typed = 0;
  #greeted = 0;

  /**
   * @param {object} on
   * @param {(frame: object) => void} on.frame something has happened
   * @param {() => void} on.back connected, for the first time or again: read anew what is shown
   * @param {(why: "offline" | "session") => void} on.lost
   */
  constructor(on) {
    this.#on = on;
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.#socket?.close());
    addEventListener("focus", () => this.again());
    addEventListener("pagehide", () => this.#socket?.close());
    addEventListener("pageshow", (event) => event.persisted && this.again());
    setInterval(() => this.#look(), LOOK_MS);
    document.addEventListener("visibilitychange", () => this.#look());
    this.#connect();
  }

  get connected() {
    return this.#greeted > 0;
  }

  /** Try at once, if there is no connection. */
  again() {
    if (this.#socket) return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  /** This conversation is on the screen; empty for none. */
  look(conversation) {
    if (this.#looking && this.#looking !== conversation) this.#send({ type: "leave", conversation: this.#looking });
    this.#looking = conversation;
    this.#typed = 0;
    this.#look();
  }

  typing() {
    if (!this.#looking || Date.now() - this.#typed < TYPING_MS) return;
    this.#typed = Date.now();
    this.#send({ type: "typing", conversation: this.#looking });
  }

  #look() {
    if (this.#looking && !document.hidden) this.#send({ type: "look", conversation: this.#looking });
  }

  #send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect() {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/conversations/ws`);
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.type === "hello") {
        this.#attempt = 0;
        this.#greeted = Date.now();
        this.#on.frame(frame);
        this.#look();
        this.#on.back();
      } else if (frame.type !== "ok" && frame.type !== "error") this.#on.frame(frame);
    });
    socket.addEventListener("close", ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      this.#greeted = 0;
      this.#on.lost(code === SESSION_ENDED ? "session" : "offline");
      this.#retry = setTimeout(() => this.again(), backoff(this.#attempt++));
    });
  }
}
