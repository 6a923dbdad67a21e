/* Initiatives that a visitor keeps, in this browser only: no account, no cookie, nothing is sent.
   Buttons: <button data-favourite="number" data-favourite-title data-favourite-url hidden>; with the class
   `is-waiting` in the place of `hidden` their room is kept until they are there.
   The list: [data-favourites], see components/finder_favourites.html. The words: components/favourites_scripts.html. */
const KEY = "bewaarde-initiatieven";
const MOST = 200;
const words = document.getElementById("bewaren").dataset;

/* Whether the browser keeps anything at all; some refuse, and reading alone may already fail. */
function readable() {
  try {
    localStorage.setItem(`${KEY}-proef`, "1");
    localStorage.removeItem(`${KEY}-proef`);
    return true;
  } catch {
    return false;
  }
}

/* What is kept, without what is not ours or what another page of this address left there. */
function kept() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) || "[]");
    return list.filter((one) => one && Number.isInteger(one.id) && typeof one.title === "string" && address(one.url));
  } catch {
    return [];
  }
}

/* The whole address of a page of this site, or nothing. */
function address(url) {
  try {
    const whole = new URL(url, location.origin);
    return whole.origin === location.origin ? whole.href : "";
  } catch {
    return "";
  }
}

function keep(list) {
  try {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list.slice(0, MOST)));
    else localStorage.removeItem(KEY);
  } catch {
    // Full or closed in the meantime: the buttons show what is really kept.
  }
  show();
}

const part = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className: className || "" });

function showButtons(list) {
  for (const button of document.querySelectorAll("[data-favourite]")) {
    const id = Number(button.dataset.favourite);
    const has = list.some((one) => one.id === id);
    if (button.dataset.kept === String(has)) continue;
    const star = part("span", has ? "★" : "☆");
    star.setAttribute("aria-hidden", "true");
    const about = [button.dataset.favouriteTitle, has && words.drop].filter(Boolean).join(". ");
    button.replaceChildren(star, part("span", has ? words.kept : words.keep), part("span", about, "visually-hidden"));
    button.dataset.kept = has;
    button.hidden = false;
    button.classList.remove("is-waiting");
  }
}

function showList(list) {
  const panel = document.querySelector("[data-favourites]");
  if (!panel) return;
  const find = (name) => panel.querySelector(`[data-favourites-${name}]`);
  panel.classList.remove("is-waiting");
  find("count").textContent = list.length;
  const jump = document.querySelector("[data-favourites-jump]");
  jump.hidden = !list.length;
  jump.querySelector("[data-favourites-number]").textContent = list.length;
  find("empty").textContent = list.length ? "" : panel.dataset.empty;
  find("actions").hidden = !list.length;
  find("share").hidden = !navigator.share;
  find("list").replaceChildren(
    ...list.map((one) => {
      const item = part("li", "");
      const link = part("a", one.title);
      link.href = address(one.url);
      const remove = part("button", panel.dataset.remove, "button button--text");
      remove.append(" ", part("span", one.title, "visually-hidden"));
      remove.type = "button";
      remove.dataset.favouriteRemove = one.id;
      item.append(link, remove);
      return item;
    }),
  );
}

function show() {
  const list = kept();
  showButtons(list);
  showList(list);
}

const asText = () => kept().map((one) => `${one.title}\n${address(one.url)}`).join("\n\n");

function toggle({ favourite, favouriteTitle, favouriteUrl }) {
  const id = Number(favourite);
  const list = kept();
  const rest = list.filter((one) => one.id !== id);
  keep(rest.length < list.length ? rest : [{ id, title: favouriteTitle, url: favouriteUrl }, ...list]);
}

async function act(button, panel) {
  const said = panel.querySelector("[data-favourites-said]");
  said.textContent = "";
  if ("favouritesClear" in button.dataset) {
    keep([]);
    panel.querySelector("summary").focus();
  } else if ("favouritesShare" in button.dataset) {
    // Who closes the window for sharing changed their mind; that is no error.
    await navigator.share({ text: asText() }).catch(() => {});
  } else if ("favouritesPrint" in button.dataset) {
    document.body.classList.add("prints-favourites");
    addEventListener("afterprint", () => document.body.classList.remove("prints-favourites"), { once: true });
    print();
  } else {
    const done = await (navigator.clipboard?.writeText(asText()) || Promise.reject()).then(() => true, () => false);
    said.textContent = done ? panel.dataset.copied : panel.dataset.notCopied;
  }
}

if (readable()) {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-favourites-jump]")) document.querySelector("[data-favourites]").open = true;
    const button = event.target.closest("button");
    const panel = button?.closest("[data-favourites]");
    if (button?.dataset.favourite) toggle(button.dataset);
    else if (button?.dataset.favouriteRemove) {
      keep(kept().filter((one) => one.id !== Number(button.dataset.favouriteRemove)));
      (panel.querySelector("[data-favourite-remove]") || panel.querySelector("summary")).focus();
    } else if (panel) act(button, panel);
  });
  addEventListener("storage", (event) => (event.key === KEY || event.key === null) && show());
  document.addEventListener("finder:changed", show);
  show();
}
