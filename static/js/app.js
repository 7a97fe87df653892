/* Manners of every page: theme, menus, toasts, keys, forms. No framework, no state. */
"use strict";

(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* --- theme: a cookie, so that the next page comes in the right one --- */
  const YEAR = 31536000;
  const showTheme = (theme) => {
    root.dataset.bsTheme = theme;
    for (const button of all("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme));
    }
    document.dispatchEvent(new CustomEvent("arcollect:theme"));
  };
  const keep = (name, value) => {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
  };
  const chooseTheme = (theme) => {
    keep("arcollect_theme", theme);
    showTheme(theme);
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    if (root.dataset.bsTheme === "system") showTheme("system");
  });

  /* --- sections of the navigation: a cookie, so that the next page has the same open --- */
  document.addEventListener("click", (event) => {
    const section = event.target.closest("details[data-section] > summary")?.parentElement;
    if (!section) return;
    const kept = document.cookie.match(/(?:^|; )arcollect_sections=([a-z.]*)/)?.[1] ?? "";
    const open = new Set(kept.split(".").filter(Boolean));
    if (section.open) open.delete(section.dataset.section);
    else open.add(section.dataset.section);
    keep("arcollect_sections", [...open].join("."));
  });

  /* --- menus: one open at a time, Escape and a click elsewhere close --- */
  const openMenus = () => all("details[data-menu][open]");
  const closeMenus = (except) => {
    for (const menu of openMenus()) if (menu !== except) menu.open = false;
  };

  /* --- toasts: never for errors of the page itself --- */
  const TOAST_MS = 10000;
  const toast = (text, bad = false) => {
    const shape = document.querySelector("[data-toast-shape]");
    const place = document.querySelector("[data-toasts]");
    if (!shape || !place) return;
    const note = shape.content.firstElementChild.cloneNode(true);
    note.querySelector("[data-text]").textContent = text;
    note.classList.toggle("bad", bad);
    if (bad) {
      note.setAttribute("role", "alert");
      const use = note.querySelector("use");
      use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#i-alert-circle"));
    }
    place.append(note);
    if (!bad) leaveAfter(note, TOAST_MS);
  };
  const leaveAfter = (note, ms) => {
    let timer = setTimeout(() => note.remove(), ms);
    for (const hold of ["pointerenter", "focusin"]) {
      note.addEventListener(hold, () => clearTimeout(timer));
    }
    for (const go of ["pointerleave", "focusout"]) {
      note.addEventListener(go, () => {
        clearTimeout(timer);
        timer = setTimeout(() => note.remove(), ms);
      });
    }
  };

  /* --- bars: widths in data attributes, because the policy allows no style ones --- */
  const drawBars = (within = document) => {
    for (const bar of all("[data-w]", within)) bar.style.width = `${bar.dataset.w}%`;
  };

  /* --- rows by key: J and K move, Enter opens the row's first link --- */
  const rows = () =>
    all("[data-rows] tbody tr, [data-rows] > li").filter(
      (row) => row.querySelector("a[href]") && row.offsetParent !== null,
    );
  const moveRow = (step) => {
    const list = rows();
    if (!list.length) return;
    const now = list.findIndex((row) => row.classList.contains("cur"));
    const next = list[Math.min(list.length - 1, Math.max(0, now + step))];
    list[now]?.classList.remove("cur");
    next.classList.add("cur");
    const link = next.querySelector("a[href]");
    link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  /* --- the list of keys: only those that work on this page --- */
  const help = () => document.getElementById("ac-help");
  const showHelp = () => {
    const dialog = help();
    if (!dialog || dialog.open) return;
    const works = {
      rows: rows().length > 0,
      filter: Boolean(document.querySelector("[data-filters] .ac-in")),
    };
    for (const line of all("[data-when]", dialog)) line.hidden = !works[line.dataset.when];
    for (const line of all("[data-own-key]", dialog)) line.remove();
    for (const target of all("[data-key]")) dialog.querySelector("dl").append(keyLine(target));
    dialog.showModal();
  };
  const keyLine = (target) => {
    const line = document.createElement("div");
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    const text = document.createElement("dd");
    line.dataset.ownKey = "";
    key.textContent = target.dataset.key.toUpperCase();
    const plain = target.cloneNode(true);
    for (const shown of all("kbd", plain)) shown.remove();
    text.textContent = target.dataset.keyLabel || plain.textContent.trim();
    term.append(key);
    line.append(term, text);
    return line;
  };

  const KEYS = {
    j: () => moveRow(1),
    k: () => moveRow(-1),
    "?": showHelp,
    "/": () => document.querySelector("[data-filters] .ac-in")?.focus(),
  };
  const isTyping = (target) =>
    target.closest("input, select, textarea, [contenteditable], dialog[open]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = openMenus()[0];
      closeMenus();
      menu?.querySelector("summary").focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isTyping(event.target)) return;
    const own = all("[data-key]").find((item) => item.dataset.key === event.key);
    const act = own ? () => own.click() : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  /* --- clicks --- */
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"));
    const theme = event.target.closest("[data-theme-choice]");
    if (theme) chooseTheme(theme.dataset.themeChoice);
    if (event.target.closest("[data-help]")) showHelp();
    event.target.closest("[data-dismiss]")?.closest(".ac-toast").remove();
    const view = event.target.closest("[data-show]");
    if (view) showView(view);
    if (event.target.closest("[data-print]")) window.print();
  });
  const showView = (button) => {
    for (const each of all("[data-show]", button.parentElement)) {
      const chosen = each === button;
      each.setAttribute("aria-pressed", String(chosen));
      const target = document.getElementById(each.dataset.show);
      if (target) target.hidden = !chosen;
    }
    document.dispatchEvent(new CustomEvent("arcollect:view"));
  };

  /* --- forms: sent once, filters on change --- */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.busy) {
      event.preventDefault();
      return;
    }
    form.dataset.busy = "true";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of all("form[data-busy]")) {
      delete form.dataset.busy;
      form.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-filters") && event.target.matches("select, [type=checkbox]")) {
      form.requestSubmit();
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("data-filters")) return;
    /* Empty filters stay out of the address. */
    for (const field of event.target.elements) if (field.value === "") field.disabled = true;
  });

  /* --- htmx: an answer that failed says why, in the server's own sentence --- */
  const sentenceOf = (xhr) => {
    const type = xhr.getResponseHeader("Content-Type") || "";
    if (type.includes("html")) {
      const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
      return page.querySelector("[data-problem]")?.textContent.trim();
    }
    if (type.includes("json")) {
      try {
        return JSON.parse(xhr.responseText).detail;
      } catch {
        return "";
      }
    }
    return "";
  };
  document.addEventListener("htmx:responseError", (event) => {
    toast(sentenceOf(event.detail.xhr) || document.body.dataset.serverError, true);
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => toast(document.body.dataset.networkError, true));
  }
  document.addEventListener("htmx:load", (event) => drawBars(event.detail.elt));

  document.addEventListener("DOMContentLoaded", () => {
    drawBars();
    for (const note of all("template[data-toast]")) toast(note.content.textContent.trim());
    document.querySelector("[data-error-summary]")?.focus();
  });
})();
