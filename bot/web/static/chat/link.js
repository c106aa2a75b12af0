/**
 * The way to the server: a socket that comes back by itself, and requests where no socket gets through.
 */

import { backoff } from "../sequence.js";
import { LANGUAGE } from "../texts.js";
import { recall, remember } from "./memory.js";

const API = "/api/v1/chat/";
const PATHS = { message: "messages", edit: "edits", person: "person", rate: "rating", seen: "seen", earlier: "earlier" };
const PATIENCE_MS = 15_000;
const POLL_MS = 3000;
const POLL_HIDDEN_MS = 15_000;
const POLLING_MS = 60_000;
/** Sockets that never opened in a row before requests are tried. */
const TRIES = 2;
const SESSION_ENDED = 4401;

/** A call that failed: `lost` ones may be tried again as they are, others were refused for `message`. */
export class LinkError extends Error {
  /** @param {string} message @param {{lost?: boolean, retryAfter?: number, code?: string}} [facts] */
  constructor(message, { lost = false, retryAfter = 0, code = "" } = {}) {
    super(message);
    this.lost = lost;
    this.retryAfter = retryAfter;
    this.code = code;
  }
}

export class Link {
  #on;
  #embedded;
  /** @type {WebSocket | null} */
  #socket = null;
  #ready = false;
  #polling = false;
  #state = "";
  #session = false;
  #refs = 0;
  /** @type {Map<string, {resolve: Function, reject: Function, timer: number}>} */
  #waiting = new Map();
  /** @type {(() => void) | null} */
  #wake = null;

  /**
   * @param {object} on
   * @param {() => {conversation: string | null, after: number | null}} on.known what the page has
   * @param {(view: object) => void} on.view what it lacks
   * @param {(frame: object) => void} on.push something has happened
   * @param {(state: "up" | "connecting" | "offline" | "server") => void} on.state
   * @param {boolean} embedded whether the page stands in another site's page
   */
  constructor(on, embedded) {
    this.#on = on;
    this.#embedded = embedded;
    addEventListener("offline", () => this.#lose());
    addEventListener("online", () => this.#wake?.());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.#wake?.();
    });
  }

  get up() {
    return this.#ready || this.#polling;
  }

  /** Stay connected for as long as the page lives. */
  async run() {
    let attempt = 0;
    let unopened = 0;
    for (;;) {
      if (!navigator.onLine) {
        this.#tell("offline");
        await this.#pause(60_000);
        continue;
      }
      this.#tell(attempt > 1 ? "server" : "connecting");
      try {
        if (!this.#session) await this.#begin();
        if (unopened >= TRIES) {
          await this.#poll();
          unopened = TRIES - 1;
          attempt = 0;
          continue;
        }
        const opened = await this.#connect();
        unopened = opened ? 0 : unopened + 1;
        attempt = opened ? 0 : attempt;
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
        if (error.retryAfter) await this.#pause(error.retryAfter * 1000);
      }
      if (navigator.onLine) await this.#pause(backoff(attempt++));
    }
  }

  /**
   * @param {"message" | "edit" | "person" | "rate" | "seen" | "earlier" | "typing"} type
   * @param {object} [fields]
   * @returns {Promise<any>}
   */
  async call(type, fields = {}) {
    if (this.#polling) return type === "typing" ? {} : await this.#post(PATHS[type], fields);
    if (!this.#ready) throw new LinkError("", { lost: true });
    return await this.#ask({ type, ...fields });
  }

  /** @returns {Record<string, string>} what proves the session where no cookie does */
  credentials() {
    const token = this.#embedded ? recall("token") : null;
    return token ? { Authorization: `Bearer ${token}` } : {};
  }

  /** A file is uploaded by a request of its own, as sockets tell nothing of progress. */
  address(path) {
    return API + path;
  }

  async #begin() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
    const language = LANGUAGE === "en" ? "en" : "ru";
    const reply = await this.#post("session", { embedded: this.#embedded, language, time_zone: zone });
    if (reply.token) remember("token", reply.token);
    this.#session = true;
  }

  /** @returns {Promise<boolean>} once it is closed: whether it had been open */
  #connect() {
    return new Promise((resolve) => {
      const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/chat/ws`);
      this.#socket = socket;
      let opened = false;
      socket.onopen = async () => {
        const token = this.#embedded ? recall("token") : null;
        try {
          const view = await this.#ask({ type: "hello", ...(token ? { token } : {}), ...this.#on.known() });
          opened = true;
          this.#ready = true;
          this.#on.view(view);
          this.#tell("up");
        } catch (error) {
          if (!(error instanceof LinkError)) throw error;
          socket.close();
        }
      };
      socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
      socket.onclose = (event) => {
        if (event.code === SESSION_ENDED) this.#forget();
        if (this.#socket === socket) this.#drop();
        resolve(opened);
      };
    });
  }

  #ask(frame) {
    const socket = this.#socket;
    // Closing already, and nobody has been told yet.
    if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new LinkError("", { lost: true }));
    return new Promise((resolve, reject) => {
      const ref = String(++this.#refs);
      const timer = setTimeout(() => {
        this.#waiting.delete(ref);
        reject(new LinkError("", { lost: true }));
        socket.close();
      }, PATIENCE_MS);
      this.#waiting.set(ref, { resolve, reject, timer });
      socket.send(JSON.stringify({ ...frame, ref }));
    });
  }

  #receive(frame) {
    const waiting = this.#waiting.get(frame.ref);
    if (!waiting) {
      if (frame.type !== "ok" && frame.type !== "error") this.#on.push(frame);
      return;
    }
    clearTimeout(waiting.timer);
    this.#waiting.delete(frame.ref);
    if (frame.type === "ok") waiting.resolve(frame);
    else waiting.reject(new LinkError(frame.message, { code: frame.code, retryAfter: frame.retry_after }));
  }

  /** Look for news by requests for a while; then a socket is worth another try. */
  async #poll() {
    const until = Date.now() + POLLING_MS;
    try {
      while (navigator.onLine && Date.now() < until) {
        this.#on.view(await this.#post("poll", this.#on.known()));
        this.#polling = true;
        this.#tell("up");
        await this.#pause(document.hidden ? POLL_HIDDEN_MS : POLL_MS);
      }
    } finally {
      this.#polling = false;
    }
  }

  async #post(path, body) {
    let response;
    try {
      response = await fetch(API + path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Accept-Language": LANGUAGE, ...this.credentials() },
        body: path === "person" ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
    } catch {
      throw new LinkError("", { lost: true });
    }
    if (response.status === 204) return {};
    const reply = await response.json().catch(() => ({}));
    if (response.ok) return reply;
    if (reply.code === "chat-session-unknown") this.#forget();
    throw new LinkError(reply.detail ?? "", {
      code: reply.code,
      lost: response.status >= 500 || response.status === 401,
      retryAfter: Number(response.headers.get("Retry-After")) || 0,
    });
  }

  #forget() {
    this.#session = false;
    remember("token", null);
  }

  /** The network says that it has gone: a socket would notice a minute later. */
  #lose() {
    this.#socket?.close();
    this.#drop();
    this.#tell("offline");
    this.#wake?.();
  }

  #drop() {
    this.#socket = null;
    this.#ready = false;
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new LinkError("", { lost: true }));
    }
    this.#waiting.clear();
  }

  /** @param {number} ms at most; ends early when the network or the reader comes back */
  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#wake?.(), ms);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(undefined);
      };
    });
  }

  #tell(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#on.state(state);
  }
}
