/* Maps of initiatives. The list beside a map says the same; without this script the map stays hidden.
   What comes from the site is put in as text, never as markup. */
const SNAP = 128; // pixels: boxes are asked in these steps, so that neighbours ask the same questions
const WAIT = 120; // milliseconds of rest before the map asks for places

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => String(values[name]));

class InitiativeMap {
  constructor(canvas) {
    const frame = canvas.closest("[data-map-frame]");
    this.canvas = canvas;
    this.config = JSON.parse(document.getElementById(canvas.dataset.map).textContent);
    this.texts = this.config.texts;
    this.status = frame.querySelector("[data-map-status]");
    this.hint = frame.querySelector("[data-map-hint]");
    this.icons = frame.querySelector("[data-map-icons]").content;
    this.markers = new Map();
    frame.hidden = false;
    this.draw();
    this.watchTiles();
    this.letThePageScroll();
    const { pin } = this.config;
    if (pin) this.still([pin.lat, pin.lng], "map-marker map-pin", this.drop(pin.icon)).addTo(this.map);
    if (this.config.data) this.follow();
  }

  draw() {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const bounds = L.latLngBounds(this.config.bounds);
    this.map = L.Map.djangoMap(this.canvas, {
      djoptions: { ...this.config.leaflet, center: this.config.center || bounds.getCenter() },
      maxBounds: bounds.pad(0.5),
      zoomControl: false,
      scrollWheelZoom: false,
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
    });
    L.control.zoom({ zoomInTitle: this.texts.zoomIn, zoomOutTitle: this.texts.zoomOut }).addTo(this.map);
    if (!this.config.center) this.map.fitBounds(bounds, { animate: false });
    new ResizeObserver(() => this.map.invalidateSize()).observe(this.canvas);
    this.canvas.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.map.closePopup();
    });
  }

  /* Names of municipalities take the place of a background that does not load. */
  watchTiles() {
    const names = L.layerGroup(
      (this.config.names || []).map(([name, lat, lng]) =>
        this.still([lat, lng], "map-name", make("span", "", name), -1000),
      ),
    );
    this.map.eachLayer((layer) => {
      if (!(layer instanceof L.TileLayer)) return;
      layer.on("tileerror", () => {
        names.addTo(this.map);
        this.untangle();
        this.say("tiles", this.texts.noTiles);
      });
      layer.on("tileload", () => {
        names.remove();
        this.say("tiles", "");
      });
    });
  }

  say(about, sentence) {
    this.said = { ...this.said, [about]: sentence };
    const words = Object.values(this.said).filter(Boolean).join(" ");
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  /* One finger and the wheel are for the page; two fingers, the mouse and Ctrl with the wheel for the map. */
  letThePageScroll() {
    const { map, canvas } = this;
    const pointer = (event) => map.dragging[event.pointerType === "mouse" ? "enable" : "disable"]();
    canvas.addEventListener("pointerdown", pointer, true);
    if (matchMedia("(pointer: coarse)").matches) map.dragging.disable();
    canvas.addEventListener(
      "touchmove",
      (event) => event.touches.length === 1 && this.showHint(this.texts.twoFingers),
      { passive: true },
    );
    canvas.addEventListener(
      "wheel",
      (event) => {
        const zooms = event.ctrlKey || event.metaKey;
        map.scrollWheelZoom[zooms ? "enable" : "disable"]();
        if (zooms) event.preventDefault();
        else this.showHint(this.texts.ctrlScroll);
      },
      { capture: true, passive: false },
    );
  }

  showHint(sentence) {
    this.hint.textContent = sentence;
    this.hint.classList.add("is-shown");
    clearTimeout(this.hintTimer);
    this.hintTimer = setTimeout(() => this.hint.classList.remove("is-shown"), 1500);
  }

  /* Asking for what is in view */

  follow() {
    this.map.on("moveend", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), WAIT);
      this.untangle();
    });
    this.load();
  }

  question() {
    const zoom = this.map.getZoom();
    const width = ((360 / 2 ** zoom) * SNAP) / 256;
    const height = width * this.config.ratio;
    const view = this.map.getBounds();
    const query = new URLSearchParams(this.config.query);
    const edge = (name, round, step) => {
      const value = view[`get${name}`]();
      query.set(name.toLowerCase(), (round((value + 180) / step) * step - 180).toFixed(6));
    };
    edge("West", Math.floor, width);
    edge("East", Math.ceil, width);
    edge("South", Math.floor, height);
    edge("North", Math.ceil, height);
    query.set("zoom", zoom);
    return `${this.config.data}?${query}`;
  }

  async load() {
    const question = this.question();
    if (question === this.asked) return;
    this.asked = question;
    this.request?.abort();
    this.request = new AbortController();
    try {
      const response = await fetch(question, { signal: this.request.signal });
      if (!response.ok) throw new Error(String(response.status));
      this.show(await response.json());
      this.say("data", "");
    } catch (error) {
      if (error.name === "AbortError") return;
      this.asked = "";
      this.say("data", this.texts.noData);
    }
  }

  show(features) {
    const fresh = new Map();
    const add = (kind, one, id) => fresh.set(kind + id, () => this[kind](one));
    for (const pin of features.pins) add("pin", pin, pin.id);
    for (const area of features.areas) add("area", area, [area.lat, area.lng, area.count]);
    for (const cluster of features.clusters) add("cluster", cluster, [cluster.lat, cluster.lng, cluster.count]);
    for (const [key, marker] of this.markers) {
      if (fresh.has(key) || marker.isPopupOpen()) continue;
      if (marker.getElement() === document.activeElement) this.canvas.focus({ preventScroll: true });
      marker.remove();
      this.markers.delete(key);
    }
    for (const [key, build] of fresh) {
      if (!this.markers.has(key)) this.markers.set(key, build().addTo(this.map));
    }
    if (this.config.fit) {
      this.config.fit = false;
      const all = [...features.pins, ...features.areas, ...features.clusters];
      if (all.length) this.map.fitBounds(all.map((one) => [one.lat, one.lng]), { padding: [48, 48], maxZoom: 13 });
    }
    this.untangle();
    this.canvas.dataset.mapReady = features.total;
  }

  /* Of two labels in one place the smaller keeps only its number; a background name goes. */
  untangle() {
    const taken = [];
    const place = (element) => {
      const box = element.firstElementChild.getBoundingClientRect();
      const free = taken.every(
        (one) => box.right < one.left || box.left > one.right || box.bottom < one.top || box.top > one.bottom,
      );
      if (free) taken.push(box);
      return free;
    };
    const all = (selector) => [...this.canvas.querySelectorAll(selector)];
    all(".map-pin, .map-cluster").forEach(place);
    const count = (area) => Number(area.lastElementChild.lastElementChild.textContent);
    const areas = all(".map-area").sort((a, b) => count(b) - count(a));
    for (const label of [...areas, ...all(".map-name")]) {
      label.classList.remove("is-small");
      if (place(label)) continue;
      label.classList.add("is-small");
      if (areas.includes(label)) place(label);
    }
  }

  /* What stands on the map */

  marker(feature, className, content, name, open) {
    const icon = L.divIcon({ className: `map-marker ${className}`, html: content, iconSize: null });
    const marker = L.marker([feature.lat, feature.lng], { icon });
    marker.on("add", () => {
      const element = marker.getElement();
      element.setAttribute("aria-label", name);
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        this.byKeyboard = true;
        if (open) open();
        else marker.openPopup();
      });
    });
    if (open) marker.on("click", open);
    return marker;
  }

  popup(marker, build) {
    marker.bindPopup(build, { maxWidth: 280, minWidth: 180, closeButton: false, autoPanPadding: [24, 24] });
    marker.on("popupopen", (event) => {
      if (this.byKeyboard) event.popup.getElement().querySelector("a, button")?.focus({ preventScroll: true });
      this.byKeyboard = false;
    });
    marker.on("popupclose", (event) => {
      if (event.popup.getElement()?.contains(document.activeElement)) marker.getElement()?.focus();
    });
    return marker;
  }

  card(heading, items) {
    const card = make("div", "map-card");
    if (heading) card.append(make("p", "map-card__heading", heading));
    for (const item of items) {
      const line = make("p", "map-card__item");
      const link = make("a", "", item.title);
      link.href = item.url;
      line.append(link, make("span", "map-card__about", [item.kind, item.where].filter(Boolean).join(" · ")));
      card.append(line);
    }
    const close = make("button", "map-card__close", this.texts.close);
    close.type = "button";
    close.addEventListener("click", () => this.map.closePopup());
    card.append(close);
    return card;
  }

  drop(icon) {
    const drop = make("span", "map-pin__drop");
    const drawing = this.icons.querySelector(`[data-icon="${CSS.escape(icon)}"]`);
    if (drawing) drop.append(drawing.cloneNode(true));
    return drop;
  }

  pin(pin) {
    const marker = this.marker(pin, "map-pin", this.drop(pin.icon), [pin.title, pin.kind].join(", "));
    return this.popup(marker, () => this.card("", [pin]));
  }

  /* Something to see and not to choose */
  still(location, className, content, zIndexOffset = 0) {
    const icon = L.divIcon({ className, html: content, iconSize: null });
    return L.marker(location, { icon, zIndexOffset, interactive: false, keyboard: false });
  }

  cluster(cluster) {
    const size = cluster.count < 10 ? "s" : cluster.count < 100 ? "m" : "l";
    const content = make("span", "map-cluster__count", cluster.count.toLocaleString("nl"));
    const className = `map-cluster map-cluster--${size}`;
    const heading = fill(this.texts.stack, cluster);
    if (cluster.items) {
      const marker = this.marker(cluster, className, content, heading);
      return this.popup(marker, () => this.card(heading, cluster.items));
    }
    return this.marker(cluster, className, content, fill(this.texts.cluster, cluster), () => this.open(cluster));
  }

  open({ bounds: [south, west, north, east] }) {
    const box = L.latLngBounds([south, west], [north, east]);
    const zoom = Math.max(this.map.getBoundsZoom(box, false, L.point(48, 48)), this.map.getZoom() + 1);
    this.map.setView(box.getCenter(), Math.min(zoom, this.map.getMaxZoom()));
  }

  area(area) {
    const others = area.places - 1;
    const content = make("span", "map-area__label");
    content.append(
      make("span", "map-area__name", others ? `${area.name} +${others}` : area.name),
      make("span", "map-area__count", area.count),
    );
    const name = fill(others ? this.texts.areas : this.texts.area, { ...area, others });
    if (others && (!area.items || area.items.length > 12)) {
      return this.marker(area, "map-area", content, name, () => this.open(area));
    }
    const heading = area.count === 1 ? this.texts.oneInArea : fill(this.texts.inArea, area);
    const items = area.items || [{ title: fill(this.texts.searchArea, area), url: area.url }];
    return this.popup(this.marker(area, "map-area", content, name), () => this.card(heading, items));
  }
}

for (const canvas of document.querySelectorAll("[data-map]")) new InitiativeMap(canvas);
