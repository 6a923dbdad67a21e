/* Maps of initiatives. The list beside a map says the same; without this script the map stays hidden.
   What comes from the site is put in as text, never as markup.
   With the rest of the page a map talks through events on its canvas: it sends `map:moved` when a visitor moved
   it, and takes `map:select` with the settings of another selection. */
import { Drawing, fill, keepInside, make, untangle } from "./map-drawing.js";

const SNAP = 128; // pixels: boxes are asked in these steps, so that neighbours ask the same questions
const WAIT = 120; // milliseconds of rest before the map asks for places
const NAMED_FROM = 13; // the zoom from which pins show their names, where there is room
const MOST_NAMED = 80; // pins in view; of more the names would only cover each other
const MOST_ITEMS = 12; // of several villages together: more than this are shown by coming closer
const LOWEST = -1000; // for what lies below all else

class InitiativeMap {
  constructor(canvas) {
    const frame = canvas.closest("[data-map-frame]");
    this.canvas = canvas;
    this.config = JSON.parse(document.getElementById(canvas.dataset.map).textContent);
    this.texts = this.config.texts;
    this.status = frame.querySelector("[data-map-status]");
    this.hint = frame.querySelector("[data-map-hint]");
    this.drawing = new Drawing(frame, this.texts);
    this.markers = new Map();
    frame.classList.remove("is-waiting");
    this.draw();
    this.watchTiles();
    this.letThePageScroll();
    this.linkWithList();
    this.showPlace();
    const { pin } = this.config;
    if (pin) this.showPin(pin);
    if (this.config.data) this.follow();
  }

  draw() {
    const { leaflet, bounds, center } = this.config;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(this.canvas, {
      center: center || L.latLngBounds(bounds).getCenter(),
      zoom: leaflet.zoom,
      minZoom: leaflet.minzoom,
      maxZoom: leaflet.maxzoom,
      maxBounds: L.latLngBounds(bounds).pad(0.5),
      zoomControl: false,
      scrollWheelZoom: false,
      closePopupOnEscapeKey: false,
      zoomAnimation: !still,
      fadeAnimation: !still,
      markerZoomAnimation: !still,
    });
    for (const [, url, options] of leaflet.layers) L.tileLayer(url, options).addTo(this.map);
    this.map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: this.texts.zoomIn, zoomOutTitle: this.texts.zoomOut }).addTo(this.map);
    if (!center) this.start();
    new ResizeObserver(() => this.go(() => this.map.invalidateSize())).observe(this.canvas);
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.close();
      this.canvas.classList.add("is-quiet");
    });
  }

  /* Moves of our own, not of the visitor */
  go(move) {
    this.ours = true;
    move();
    this.ours = false;
  }

  /* How the map stands at first: as the address says, around the place, or all of the province. */
  start() {
    const { view, place, bounds } = this.config;
    const around = place && L.latLng(place.lat, place.lng).toBounds(2000 * place.km);
    this.go(() => {
      if (view) this.map.setView([view.lat, view.lng], view.zoom, { animate: false });
      else this.map.fitBounds(around || bounds, { animate: false });
    });
    if (view || around) this.config.fit = false;
  }

  /* Names of municipalities take the place of a background that does not load. */
  watchTiles() {
    const names = L.layerGroup(
      (this.config.names || []).map(([name, lat, lng]) =>
        this.still([lat, lng], "map-name", make("span", "", name), LOWEST),
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

  /* Where the visitor searches around, and the outlines of municipalities */

  showPlace() {
    this.place?.remove();
    this.place = null;
    const { place } = this.config;
    if (!place) return;
    const circle = L.circle([place.lat, place.lng], {
      radius: place.km * 1000,
      className: "map-circle",
      interactive: false,
    });
    const flag = this.still([place.lat, place.lng], "map-marker map-place", make("span", "", place.label), LOWEST);
    this.place = L.layerGroup([circle, flag]).addTo(this.map);
  }

  async showOutlines() {
    const { outlines } = this.config;
    if (!outlines || this.outlined) return;
    this.outlined = true;
    const response = await fetch(outlines).catch(() => null);
    if (!response?.ok) return; // the map is whole without them
    const shapes = await response.json();
    const style = { className: "map-outline", interactive: false };
    L.geoJSON(shapes, { style: () => style, interactive: false }).addTo(this.map);
    // Leaflet takes markup here: the text becomes harmless by going through an element.
    if (shapes.bron) this.map.attributionControl.addAttribution(make("span", "", shapes.bron).innerHTML);
  }

  /* Asking for what is in view */

  follow() {
    this.canvas.addEventListener("map:select", (event) => this.select(event.detail));
    this.map.on("moveend", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.load(), WAIT);
      this.untangle();
      this.note();
      if (!this.ours) this.canvas.dispatchEvent(new CustomEvent("map:moved", { bubbles: true }));
    });
    this.note();
    this.load().then(() => this.showOutlines());
  }

  /* How the map stands, for who wants to know: `zoom/latitude/longitude` and `west,south,east,north`. */
  note() {
    const round = (value) => String(Number(value.toFixed(4)));
    const middle = this.map.getCenter();
    const view = this.map.getBounds();
    const sides = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()];
    this.canvas.dataset.stand = [this.map.getZoom(), round(middle.lat), round(middle.lng)].join("/");
    this.canvas.dataset.box = sides.map(round).join(",");
  }

  /* Show another selection. The map stays where it is as long as that shows something. */
  select({ config, travel, stay }) {
    this.config = { ...this.config, ...config, fit: false };
    this.showPlace();
    this.close();
    if (travel) {
      this.config.fit = config.fit;
      this.start();
    } else {
      this.search = !stay;
    }
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
    const all = [...features.pins, ...features.areas, ...features.clusters];
    const fresh = new Map();
    const add = (kind, one, id) => fresh.set(kind + id, { one, build: () => this[kind](one) });
    for (const pin of features.pins) add("pin", pin, [pin.id, pin.number, pin.pale]);
    for (const area of features.areas) add("area", area, [area.lat, area.lng, area.count, area.label]);
    for (const one of features.clusters) add("cluster", one, [one.lat, one.lng, one.count, one.label]);
    for (const [key, marker] of this.markers) {
      if (fresh.has(key) || marker.isPopupOpen()) continue;
      if (marker.getElement() === document.activeElement) this.canvas.focus({ preventScroll: true });
      marker.remove();
      this.markers.delete(key);
    }
    for (const [key, { one, build }] of fresh) {
      if (!this.markers.has(key)) this.markers.set(key, build().addTo(this.map));
      this.markers.get(key).feature = one;
    }
    if (this.config.fit && all.length) {
      const points = all.map((one) => [one.lat, one.lng]);
      this.go(() => this.map.fitBounds(points, { padding: [48, 48], maxZoom: 13, animate: false }));
    } else if (this.search && !all.length) {
      this.config.fit = true;
      this.go(() => this.map.fitBounds(this.config.bounds, { animate: false }));
      this.search = false;
      return;
    }
    this.config.fit = this.search = false;
    this.untangle();
    this.canvas.dataset.mapReady = features.total;
  }

  untangle() {
    const pins = this.canvas.querySelectorAll(".map-pin").length;
    untangle(this.canvas, this.map.getZoom() >= NAMED_FROM && pins <= MOST_NAMED);
  }

  /* The list beside the map: what is pointed at in one lights up in the other */

  linkWithList() {
    const point = (event) => {
      const marker = event.target.closest?.(".map-marker");
      if (marker && this.canvas.contains(marker)) return this.lightList(marker);
      if (this.canvas.contains(event.target)) return this.lightList(null);
      this.lightMap(event.target.closest?.("[data-initiative]"));
    };
    document.addEventListener("mouseover", point);
    document.addEventListener("focusin", point);
  }

  lightList(element) {
    if (element === this.pointed) return;
    this.pointed = element;
    this.canvas.classList.remove("is-quiet");
    const marker = element && [...this.markers.values()].find((one) => one.getElement() === element);
    const holds = (item) => marker && this.holds(marker.feature, item);
    for (const item of document.querySelectorAll("[data-initiative]")) item.classList.toggle("is-lit", Boolean(holds(item)));
    const tip = element?.querySelector(".map-tip");
    if (tip) keepInside(tip, this.canvas);
  }

  lightMap(item) {
    if (item === this.pointedAt) return;
    this.pointedAt = item;
    let lit = false;
    for (const marker of this.markers.values()) {
      const here = Boolean(item) && !lit && this.holds(marker.feature, item);
      lit ||= here;
      marker.getElement()?.classList.toggle("is-lit", here);
      marker.setZIndexOffset(here ? 20000 : 0);
      const tip = here && marker.getElement()?.querySelector(".map-tip");
      if (tip) keepInside(tip, this.canvas);
    }
  }

  /* Whether a marker stands for an item of the list: by its number, or because the place lies in its box. */
  holds(feature, item) {
    if (!feature) return false;
    const id = Number(item.dataset.initiative);
    if (feature.id || feature.items?.some((one) => one.id)) {
      return feature.id === id || Boolean(feature.items?.some((one) => one.id === id));
    }
    const [lat, lng] = (item.dataset.at || "").split(",").map(Number);
    const [south, west, north, east] = feature.bounds || [];
    const near = 0.000001; // numbers are rounded on their way
    return lat >= south - near && lat <= north + near && lng >= west - near && lng <= east + near;
  }

  /* What stands on the map */

  marker(feature, { className, content, name }, open) {
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

  popup(marker, { rise }, build) {
    const size = { maxWidth: 280, minWidth: 180, autoPanPadding: [24, 24] };
    marker.bindPopup(build, { ...size, closeButton: false, offset: [0, 7 - rise] });
    marker.on("popupopen", (event) => {
      marker.getElement().setAttribute("aria-expanded", "true");
      if (this.byKeyboard) event.popup.getElement().querySelector("a, button")?.focus({ preventScroll: true });
      this.byKeyboard = false;
    });
    marker.on("popupclose", () => marker.getElement()?.setAttribute("aria-expanded", "false"));
    marker.on("add", () => marker.getElement().setAttribute("aria-expanded", "false"));
    return marker;
  }

  card(heading, items) {
    return this.drawing.card(heading, items, () => this.close());
  }

  /* Close the card; who was in it goes back to its marker. */
  close() {
    const card = this.canvas.querySelector(".leaflet-popup");
    const marker = [...this.markers.values()].find((one) => one.isPopupOpen());
    const inside = card?.contains(document.activeElement);
    this.map.closePopup();
    if (inside) marker?.getElement()?.focus({ preventScroll: true });
  }

  pin(pin) {
    const look = this.drawing.pin(pin);
    return this.popup(this.marker(pin, look), look, () => this.card("", [pin]));
  }

  /* Something to see and not to choose */
  still(location, className, content, zIndexOffset = 0) {
    const icon = L.divIcon({ className, html: content, iconSize: null });
    return L.marker(location, { icon, zIndexOffset, interactive: false, keyboard: false });
  }

  showPin({ lat, lng, icon }) {
    const className = `map-marker map-pin map-pin--${this.drawing.shape(icon)}`;
    this.still([lat, lng], className, this.drawing.drop(icon)).addTo(this.map);
  }

  cluster(cluster) {
    const look = this.drawing.cluster(cluster);
    if (!cluster.items) return this.marker(cluster, look, () => this.open(cluster));
    return this.popup(this.marker(cluster, look), look, () => this.card(look.words, cluster.items));
  }

  area(area) {
    const look = this.drawing.area(area);
    const takenApart = area.places > 1 && (!area.items || area.items.length > MOST_ITEMS);
    if (takenApart) return this.marker(area, look, () => this.open(area));
    const { texts } = this;
    const heading = area.count === 1 ? texts.oneInArea : fill(texts.inArea, area);
    const items = area.items || [{ title: fill(texts.searchArea, area), url: area.url }];
    return this.popup(this.marker(area, look), look, () => this.card(heading, items));
  }

  open({ bounds: [south, west, north, east] }) {
    const box = L.latLngBounds([south, west], [north, east]);
    const zoom = Math.max(this.map.getBoundsZoom(box, false, L.point(48, 48)), this.map.getZoom() + 1);
    this.map.setView(box.getCenter(), Math.min(zoom, this.map.getMaxZoom()));
  }
}

for (const canvas of document.querySelectorAll("[data-map]")) {
  if (window.L) new InitiativeMap(canvas);
  else canvas.closest("[data-map-frame]").remove();
}
