/**
 * Clocks: the server's, the customer's, and how long a customer has still to wait.
 */

import { LANGUAGE } from "./texts.js";

const TIME = new Intl.DateTimeFormat(LANGUAGE, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "short" });

let ahead = 0;

/** The server has just said what time it is. */
export function setServerTime(iso) {
  ahead = Date.parse(iso) - Date.now();
}

export function now() {
  return Date.now() + ahead;
}

/**
 * How a customer's wait stands.
 *
 * @param {{deadline: string, soon_at: string} | null} wait
 * @returns {{mark: "in_time" | "soon" | "burst", seconds: number} | null} seconds are negative when it is late
 */
export function standing(wait, at = now()) {
  if (!wait) return null;
  const seconds = Math.ceil((Date.parse(wait.deadline) - at) / 1000);
  return { mark: seconds <= 0 ? "burst" : at >= Date.parse(wait.soon_at) ? "soon" : "in_time", seconds };
}

/** «0:42», late «−1:05», «2:10:00». */
export function clock(seconds) {
  const whole = Math.abs(seconds);
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${hours ? two(Math.floor((whole % 3600) / 60)) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return `${seconds < 0 ? "−" : ""}${hours ? `${hours}:` : ""}${rest}`;
}

/** The time of today, the day of what is older. */
export function moment(iso) {
  const at = new Date(iso);
  return at.toDateString() === new Date(now()).toDateString() ? TIME.format(at) : `${DAY.format(at)}, ${TIME.format(at)}`;
}

/** The customer's clock as HH:MM; undefined where his zone is unknown. */
export function localTime(zone) {
  if (!zone) return undefined;
  try {
    return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(new Date(now()));
  } catch {
    return undefined;
  }
}
