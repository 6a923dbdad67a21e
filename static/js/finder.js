/* The finder: a choice changes list, map and address at once. Without this script the form does the same, slower.
   The server makes all that is shown; this puts its answer in the place of what stood there. */
const SOON = 250; // milliseconds: who ticks three boxes asks once
const SETTLED = 400; // milliseconds after a move of the map before the list follows
const LOCATION_WAIT = 10000; // milliseconds
const LOCATION_AGE = 300000; // milliseconds that a location of the browser may be old
const LOCATION_DECIMALS = 2; // about a kilometre: nobody's home stands in an address

/* Make an element like a fresh one, but keep what is the same: focus, open folds and what is being typed stay. */
function morph(element, fresh) {
  for (const { name } of [...element.attributes]) {
    if (!fresh.hasAttribute(name) && !["hidden", "open"].includes(name)) element.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name !== "hidden" && element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  let at = element.firstChild;
  for (const node of [...fresh.childNodes]) {
    const match = node.id ? [...element.children].find((child) => child.id === node.id) : alike(at, node) && at;
    if (!match) {
      element.insertBefore(node, at);
      continue;
    }
    while (at !== match) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    at = match.nextSibling;
    if (match.nodeType !== Node.ELEMENT_NODE) match.data = node.data;
    else morph(match, node);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
  if (element.matches("input[type=checkbox], input[type=radio]")) element.checked = fresh.checked;
  else if (element.matches("input, select, textarea") && element !== document.activeElement) element.value = fresh.value;
}
const alike = (a, b) => a && !a.id && a.nodeType === b.nodeType && a.nodeName === b.nodeName;

class Finder {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("[data-finder-form]");
    this.map = root.querySelector("[data-map]");
    this.moved = new URL(location.href).searchParams.has("kaart");
    this.asked = this.whereOf(new URL(location.href).searchParams);
    this.shown = location.search;
    this.listen();
    this.fold();
    this.near();
    this.followMap();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.choose({}, { reveal: true });
    });
    document.addEventListener("change", (event) => {
      const control = event.target;
      if (control.form !== this.form || control.matches("input:not([type=checkbox], [type=radio])")) return;
      if (control.matches("[data-follow]")) {
        control.value = this.map?.dataset.box || "";
        this.moved = true; // the address has to say how the map stands
      }
      clearTimeout(this.timer);
      // An answer that is on its way knows nothing of this choice, and would undo it.
      this.request?.abort();
      this.timer = setTimeout(() => this.choose(), SOON);
    });
    this.form.addEventListener("input", (event) => {
      const near = this.form.elements.nabij;
      if (event.target.name === "plek" && near) near.checked = false;
    });
    this.root.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-finder-link], .pagination a");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      this.load(this.address(new URL(link.href).searchParams), { from: link });
    });
    addEventListener("popstate", () => {
      // A jump within the page comes by here as well.
      if (location.search !== this.shown) this.load(new URL(location.href), { keep: true, travel: true });
    });
  }

  /* Go to what the form says now. */
  choose(changes = {}, ways = {}) {
    clearTimeout(this.timer);
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (value) chosen.append(name, value);
    for (const [name, value] of Object.entries(changes)) {
      chosen.delete(name);
      if (value) chosen.set(name, value);
    }
    this.load(this.address(chosen), ways);
  }

  /* An address of this page, with how the map stands when a visitor moved it. */
  address(chosen) {
    const url = new URL(this.form.action);
    for (const [name, value] of chosen) url.searchParams.append(name, value);
    if (this.travels(url.searchParams)) {
      for (const name of ["kaart", "vak"]) url.searchParams.delete(name);
      this.moved = false;
    } else if (this.moved && this.map?.dataset.stand) {
      url.searchParams.set("kaart", this.map.dataset.stand);
    }
    // These two may stand in an address as they are, and read better so.
    url.search = url.search.replaceAll("%2F", "/").replaceAll("%2C", ",");
    return url;
  }

  /* What is chosen about a place: when that changes, the map travels. */
  whereOf(chosen) {
    const around = chosen.get("plek") || chosen.get("nabij");
    return [chosen.get("gemeente"), around, around && chosen.get("afstand")].map((one) => one || "").join("|");
  }

  travels(chosen) {
    return this.whereOf(chosen) !== this.asked;
  }

  async load(url, ways = {}) {
    const { keep = false, replace = false, travel = this.travels(url.searchParams), from = null, reveal = false } = ways;
    this.request?.abort();
    this.request = new AbortController();
    this.say("");
    this.root.setAttribute("aria-busy", "true");
    let fresh;
    try {
      const response = await fetch(url, { signal: this.request.signal });
      if (!response.ok) throw new Error(String(response.status));
      fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    } catch (error) {
      if (error.name === "AbortError") return;
      this.root.removeAttribute("aria-busy");
      this.say(this.root.dataset.failed, true);
      return;
    }
    this.root.removeAttribute("aria-busy");
    // Something else than the finder answered, such as a page about maintenance: show that.
    if (!fresh.querySelector("[data-finder]")) return location.assign(url);
    if (!keep) history[replace ? "replaceState" : "pushState"](null, "", url);
    this.shown = location.search;
    this.asked = this.whereOf(url.searchParams);
    this.moved = url.searchParams.has("kaart");
    this.put(fresh, travel, keep);
    this.refocus(from);
    if (reveal) this.reveal();
  }

  put(fresh, travel, back) {
    document.title = fresh.title.trim();
    // Who goes back wants what stood there, also in the field they are in.
    const field = document.activeElement;
    if (back && field?.form === this.form && field.matches("input[type=search], select")) {
      field.value = fresh.getElementById(field.id)?.value || "";
    }
    for (const part of ["form", "outcome", "tools"]) {
      const old = this.root.querySelector(`[data-finder-${part}]`);
      morph(old, fresh.querySelector(`[data-finder-${part}]`));
    }
    for (const part of ["[data-finder-list]", "[data-map-note]"]) {
      const nodes = fresh.querySelector(part)?.childNodes || [];
      this.root.querySelector(part)?.replaceChildren(...nodes);
    }
    const settings = this.map && fresh.getElementById(this.map.dataset.map);
    if (settings) {
      const stay = this.root.querySelector("[data-follow]")?.checked;
      const detail = { config: JSON.parse(settings.textContent), travel, stay };
      this.map.dispatchEvent(new CustomEvent("map:select", { detail }));
    }
    this.say(this.root.querySelector("[data-finder-outcome]").dataset.announce);
    document.dispatchEvent(new CustomEvent("finder:changed"));
  }

  /* Who chose a link that is gone by now goes on at what was found. */
  refocus(from) {
    if (!from || (document.activeElement !== document.body && document.activeElement?.isConnected)) return;
    const turned = from.closest(".pagination") || !from.matches("[data-finder-link]");
    const next = turned ? this.root.querySelector("[data-finder-list]") : this.root.querySelector("#results");
    next.tabIndex = -1;
    next.focus({ preventScroll: !turned });
    if (turned) next.scrollIntoView({ block: "start" });
  }

  /* Who searches on a phone sees what was found, which begins below the form. What is wrong in the form goes first. */
  reveal() {
    const found = this.root.querySelector("#results");
    const hidden = found.getBoundingClientRect().top > innerHeight / 2;
    if (matchMedia("(min-width: 52rem)").matches || !hidden || this.form.querySelector(".error:not(:empty)")) return;
    this.say(""); // the heading that gets the focus says it already
    found.tabIndex = -1;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "start" });
  }

  say(words, isProblem = false) {
    const said = this.root.querySelector("[data-finder-said]");
    said.textContent = words;
    said.classList.toggle("visually-hidden", !isProblem);
    said.classList.toggle("error", isProblem);
  }

  /* Folds: beside each other only one is open, and it closes like a menu. */
  fold() {
    const wide = matchMedia("(min-width: 52rem)");
    const open = () => this.form.querySelectorAll("[data-facet][open]");
    this.form.addEventListener(
      "toggle",
      (event) => {
        if (!wide.matches || !event.target.open || !event.target.matches("[data-facet]")) return;
        for (const facet of open()) if (facet !== event.target) facet.open = false;
      },
      true,
    );
    document.addEventListener("click", (event) => {
      if (!wide.matches || event.target.closest("[data-facet]")) return;
      for (const facet of open()) facet.open = false;
    });
    document.addEventListener("focusin", (event) => {
      if (!wide.matches) return;
      for (const facet of open()) if (!facet.contains(event.target)) facet.open = false;
    });
    this.form.addEventListener("keydown", (event) => {
      const facet = event.target.closest("[data-facet][open]");
      if (event.key !== "Escape" || !facet || !wide.matches) return;
      facet.open = false;
      facet.querySelector("summary").focus();
    });
    this.form.addEventListener("click", (event) => {
      if (event.target.closest("[data-facets-done]")) this.form.querySelector("[data-finder-fold]").open = false;
    });
  }

  /* The browser's location: asked when somebody asks for it, rounded, and kept nowhere but in the address. */
  near() {
    const button = this.form.querySelector("[data-near]");
    const say = (words, isProblem) => {
      const message = this.form.querySelector("[data-near-message]");
      message.textContent = words;
      message.classList.toggle("error", Boolean(isProblem));
    };
    button.addEventListener("click", () => {
      const fail = (error) =>
        say(button.dataset[{ 1: "denied", 3: "timeout" }[error?.code] || "unavailable"], true);
      if (!navigator.geolocation) return fail();
      say(button.dataset.waiting);
      const found = ({ coords }) => {
        say("");
        const round = (value) => value.toFixed(LOCATION_DECIMALS);
        const here = { nabij: `${round(coords.latitude)},${round(coords.longitude)}`, plek: "" };
        this.choose(here, { reveal: true });
      };
      navigator.geolocation.getCurrentPosition(found, fail, { timeout: LOCATION_WAIT, maximumAge: LOCATION_AGE });
    });
  }

  followMap() {
    this.root.addEventListener("map:moved", () => {
      this.moved = true;
      const url = this.address(new URL(location.href).searchParams);
      history.replaceState(history.state, "", url);
      this.shown = location.search;
      const shared = this.root.querySelector("[data-share-address]");
      if (shared) shared.href = shared.textContent = url.href;
      const follow = this.root.querySelector("[data-follow]");
      if (!follow?.checked) return;
      clearTimeout(this.settling);
      this.settling = setTimeout(() => {
        const next = new URL(location.href).searchParams;
        next.set("vak", this.map.dataset.box);
        next.delete("pagina");
        this.load(this.address(next), { replace: true });
      }, SETTLED);
    });
  }
}

/* Taking along: copy, share, print. These also stand on pages without the finder. */
function takeAlong() {
  const texts = {
    address: () => location.href,
    embed: () => document.querySelector("[data-embed-code]").value,
  };
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  for (const button of document.querySelectorAll("[data-share]")) button.hidden = !navigator.share;
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-share], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return print();
    // Who closes the window for sharing changed their mind; that is no error.
    if ("share" in button.dataset) return navigator.share({ title: document.title, url: location.href }).catch(() => {});
    const said = button.closest("details").querySelector("[data-said]");
    const done = await navigator.clipboard.writeText(texts[button.dataset.copy]()).then(() => true, () => false);
    said.textContent = done ? button.dataset.done : button.dataset.failed;
  });
}

const root = document.querySelector("[data-finder]");
if (root) new Finder(root);
takeAlong();
