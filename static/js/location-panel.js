/* The editors' location panel: an address search and a pin that fill in the fields of the form.
   The fields are the truth; the script only follows them, or changes them when the editor chooses something. */
(() => {
  "use strict";

  const DECIMALS = 6;
  const ARROW_PIXELS = 8;
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => String(values[name]));

  class LocationPanel {
    constructor(panel) {
      const find = (name) => panel.querySelector(`[data-location-${name}]`);
      this.config = JSON.parse(document.getElementById("location-config").textContent);
      this.texts = this.config.texts;
      this.fields = {};
      for (const [name, id] of Object.entries(this.config.fields)) {
        this.fields[name] = document.getElementById(id);
      }
      if (!this.fields.latitude || !this.fields.longitude) return;
      this.text = find("text");
      this.message = find("message");
      this.results = find("results");
      this.canvas = find("map");
      panel.hidden = false;
      this.drawMap();
      this.followFields();
      find("go").addEventListener("click", () => this.search());
      find("place").addEventListener("click", () => this.moveTo(this.map.getCenter()));
      this.text.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); // Enter would save the page
        this.search();
      });
    }

    /* The map and its pin */

    drawMap() {
      const bounds = L.latLngBounds(this.config.bounds);
      this.bounds = bounds;
      this.map = L.Map.djangoMap(this.canvas, {
        djoptions: { ...this.config.leaflet, center: bounds.getCenter() },
        zoomControl: false,
        scrollWheelZoom: false,
        maxBounds: bounds.pad(1),
      });
      L.control.zoom({ zoomInTitle: this.texts.zoomIn, zoomOutTitle: this.texts.zoomOut }).addTo(this.map);
      this.pin = L.marker(bounds.getCenter(), {
        draggable: true,
        autoPan: true,
        icon: L.divIcon({ className: "location-pin", html: document.createElement("span"), iconSize: null }),
      });
      this.pin.on("add", () => {
        const element = this.pin.getElement();
        element.setAttribute("aria-label", this.texts.pin);
        element.addEventListener("keydown", (event) => this.nudge(event));
      });
      this.pin.on("dragend", () => this.moveTo(this.pin.getLatLng()));
      this.map.eachLayer((layer) => {
        if (layer instanceof L.TileLayer) layer.once("tileerror", () => this.say(this.texts.noTiles));
      });
      // The panel stands on a tab that is closed at first: the map learns its size when it opens.
      new ResizeObserver(() => {
        this.map.invalidateSize();
        if (!this.seen && this.canvas.clientWidth) {
          this.seen = true;
          this.showFields();
        }
      }).observe(this.canvas);
    }

    nudge(event) {
      const step = ARROWS[event.key];
      if (!step) return;
      event.preventDefault();
      event.stopPropagation();
      const pixels = event.shiftKey ? 1 : ARROW_PIXELS;
      const point = this.map.latLngToContainerPoint(this.pin.getLatLng());
      this.moveTo(this.map.containerPointToLatLng(point.add([step[0] * pixels, step[1] * pixels])));
      if (!this.map.getBounds().contains(this.pin.getLatLng())) this.map.panTo(this.pin.getLatLng());
    }

    /* The editor put the pin somewhere: the fields follow */
    moveTo({ lat, lng }) {
      const latitude = lat.toFixed(DECIMALS);
      const longitude = lng.toFixed(DECIMALS);
      this.set("latitude", latitude);
      this.set("longitude", longitude);
      this.set("scope", "point");
      this.showPin(lat, lng);
      this.say(this.bounds.contains([lat, lng]) ? fill(this.texts.moved, { latitude, longitude }) : this.texts.outside);
    }

    showPin(lat, lng) {
      this.pin.setLatLng([lat, lng]);
      if (!this.map.hasLayer(this.pin)) this.pin.addTo(this.map);
    }

    /* The fields */

    followFields() {
      for (const name of ["latitude", "longitude"]) {
        this.fields[name].addEventListener("change", () => {
          if (this.fields.latitude.value && this.fields.longitude.value) this.set("scope", "point");
          this.say("");
          this.showFields();
        });
      }
    }

    number(name) {
      const text = this.fields[name].value.trim().replace(",", ".");
      return text === "" ? null : Number(text);
    }

    showFields() {
      const lat = this.number("latitude");
      const lng = this.number("longitude");
      if (lat === null || lng === null) {
        this.pin.remove();
        this.map.fitBounds(this.bounds, { animate: false });
        return;
      }
      if (!Number.isFinite(lat) || !Number.isFinite(lng) || Math.abs(lat) > 90 || Math.abs(lng) > 180) {
        this.say(this.texts.unclear);
        return;
      }
      this.showPin(lat, lng);
      if (!this.bounds.contains([lat, lng])) {
        this.say(this.texts.outside);
        return;
      }
      this.map.setView([lat, lng], Math.max(this.map.getZoom(), this.config.pinZoom), { animate: false });
    }

    set(name, value) {
      const field = this.fields[name];
      if (!field || field.value === value) return;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      // Only other listeners need to know; our own would move the map under the editor's hand.
      if (name !== "latitude" && name !== "longitude") field.dispatchEvent(new Event("change", { bubbles: true }));
    }

    /* Lists of names: only when the editor left them open, and only a name that is in the list */
    choose(name, wanted) {
      const field = this.fields[name];
      if (!field || field.value || !wanted || !field.options) return;
      const fits = [...field.options].filter((option) => option.text.trim() === wanted);
      if (fits.length === 1) this.set(name, fits[0].value);
    }

    /* Searching */

    async search() {
      const text = this.text.value.trim();
      this.results.hidden = true;
      this.results.replaceChildren();
      if (text.length < 2) {
        this.say(this.texts.tooShort);
        return;
      }
      this.say(this.texts.searching);
      this.request?.abort();
      this.request = new AbortController();
      try {
        const response = await fetch(`${this.config.search}?${new URLSearchParams({ q: text })}`, {
          signal: this.request.signal,
          headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        });
        if (!response.ok) throw new Error(String(response.status));
        const answer = await response.json();
        this.say(answer.message);
        this.list(answer.results);
      } catch (error) {
        if (error.name !== "AbortError") this.say(this.texts.failed);
      }
    }

    list(candidates) {
      for (const candidate of candidates) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "location-panel__result";
        button.textContent = candidate.label;
        button.addEventListener("click", () => this.take(candidate));
        const line = document.createElement("li");
        line.append(button);
        this.results.append(line);
      }
      this.results.hidden = !candidates.length;
    }

    take(candidate) {
      this.results.hidden = true;
      this.choose("place", candidate.place);
      this.choose("municipality", candidate.municipality);
      if (candidate.kind === "woonplaats") {
        // The centre of a village is where the editor starts to look, not where the initiative is.
        this.map.setView([candidate.latitude, candidate.longitude], this.config.pinZoom - 1);
        this.say(fill(this.texts.village, candidate));
        return;
      }
      if (this.fields.address) this.set("address", candidate.label.slice(0, this.fields.address.maxLength));
      this.moveTo({ lat: candidate.latitude, lng: candidate.longitude });
      this.map.setView([candidate.latitude, candidate.longitude], this.config.pinZoom);
      this.say(fill(this.texts.chosen, candidate));
      this.pin.getElement()?.focus({ preventScroll: true });
    }

    say(sentence) {
      this.message.textContent = sentence || "";
    }
  }

  const start = () => {
    for (const panel of document.querySelectorAll("[data-location-panel]")) new LocationPanel(panel);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
