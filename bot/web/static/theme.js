/* Sets the colours before the first paint: loaded as a classic script in the head for that reason. */
"use strict";

(() => {
  const KEY = "desk.theme";
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  /** What the person chose here, or null: then the system decides. */
  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage switched off
    }
  }

  function apply() {
    const theme = chosen();
    root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
  }

  function toggle() {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, root.dataset.theme);
    } catch {
      // the choice then lasts as long as the page
    }
  }

  apply();
  dark.addEventListener("change", apply);
  addEventListener("DOMContentLoaded", () => document.getElementById("theme")?.addEventListener("click", toggle));
})();
