/* What stands on a map of initiatives, as elements: pins, clusters, names of villages, and the cards they open.
   What comes from the site is put in as text, never as markup. */
const SVG = "http://www.w3.org/2000/svg";

export const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => String(values[name]));

const drawn = (tag, attributes) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/* What a marker shows, and the words that appear beside it when somebody points at it */
const withTip = (content, words) => {
  const inside = make("div", "map-marker__inside");
  inside.append(content, make("span", "map-tip", words));
  return inside;
};

export class Drawing {
  constructor(frame, texts) {
    const canvas = frame.querySelector("[data-map]");
    this.texts = texts;
    this.pale = canvas.dataset.pale;
    this.newTab = "mapNewTab" in canvas.dataset;
    this.icons = frame.querySelector("[data-map-icons]").content;
    this.shapes = [...frame.querySelectorAll("symbol[data-icons]")];
  }

  /* Kinds that go together share a shape; components/map_shapes.html says which. */
  shape(icon) {
    const shape = this.shapes.find((one) => one.dataset.icons.split(" ").includes(icon)) || this.shapes.at(-1);
    return shape.id.replace("pin-", "");
  }

  drop(icon) {
    const drop = make("span", "map-pin__drop");
    const shape = drawn("svg", { class: "map-pin__shape", viewBox: "0 0 44 54", "aria-hidden": "true" });
    shape.append(drawn("use", { href: `#pin-${this.shape(icon)}` }));
    drop.append(shape);
    const drawing = this.icons.querySelector(`[data-icon="${CSS.escape(icon)}"]`);
    if (drawing) drop.append(drawing.cloneNode(true));
    return drop;
  }

  /* How a marker looks and what it is called; `rise` is how far its card stands above its point, in pixels. */
  pin(pin) {
    return {
      className: `map-pin map-pin--${this.shape(pin.icon)}${pin.pale ? " map-pin--pale" : ""}`,
      content: withTip(this.drop(pin.icon), pin.pale ? `${pin.title} (${this.pale})` : pin.title),
      name: [pin.title, pin.kind, pin.pale && this.pale].filter(Boolean).join(", "),
      rise: 50,
    };
  }

  cluster(cluster) {
    const { count } = cluster;
    const size = count < 10 ? "s" : count < 100 ? "m" : count < 10000 ? "l" : "xl";
    const words = cluster.label || fill(this.texts.stack, cluster);
    return {
      className: `map-cluster map-cluster--${size}`,
      content: withTip(make("span", "map-cluster__count", cluster.count.toLocaleString("nl")), words),
      words,
      rise: { s: 22, m: 26, l: 30, xl: 30 }[size],
      name: cluster.items || !cluster.label ? words : `${words}. ${this.texts.zoomIn}`,
    };
  }

  area(area) {
    const others = area.places - 1;
    const content = make("span", "map-area__label");
    content.append(
      make("span", "map-area__name", others ? `${area.name} +${others}` : area.name),
      make("span", "map-area__count", area.count),
    );
    const name = area.label || fill(others ? this.texts.areas : this.texts.area, { ...area, others });
    return { className: "map-area", content, name, rise: 14 };
  }

  /* The card of a marker: links to pages, and a way to close it. */
  card(heading, items, close) {
    const card = make("div", "map-card");
    if (heading) card.append(make("p", "map-card__heading", heading));
    const list = make("div", "map-card__items");
    for (const item of items) {
      const line = make("p", "map-card__item");
      const link = make("a", "", item.title);
      link.href = item.url;
      if (this.newTab) Object.assign(link, { target: "_blank", rel: "noopener" });
      line.append(link, make("span", "map-card__about", [item.kind, item.where].filter(Boolean).join(" · ")));
      if (item.pale) line.append(make("span", "map-card__about map-card__about--pale", this.pale));
      list.append(line);
    }
    const button = make("button", "map-card__close", this.texts.close);
    button.type = "button";
    button.addEventListener("click", close);
    card.append(list, button);
    return card;
  }
}

const boxesOverlap = (a, b) => a.right >= b.left && a.left <= b.right && a.bottom >= b.top && a.top <= b.bottom;

const shifted = ({ left, right, top, bottom }, [x, y]) => ({
  left: left + x,
  right: right + x,
  top: top + y,
  bottom: bottom + y,
});
/* A village is a name on the land: a little beside its middle is as true, and better than over a pin. */
const STEPS = [[0, 0], [0, 34], [0, -34], [38, 0], [-38, 0], [34, 34], [-34, 34], [34, -34], [-34, -34]]; // pixels
const NUMBER = 15; // half the width of the number of a village without its name, in pixels

/* The name of a village makes room for what stands on the map: it steps aside, or else keeps only its number.
   A background name goes; a pin loses its name. All is measured before anything changes, so that the browser lays
   out once. */
export function untangle(canvas, named) {
  const all = (selector) => [...canvas.querySelectorAll(selector)];
  const boxed = (elements, part) => elements.map((element) => [element, part(element).getBoundingClientRect()]);
  canvas.classList.toggle("is-named", named);
  const areas = all(".map-area");
  const names = all(".map-name");
  const tips = named ? all(".map-pin .map-tip") : [];
  for (const element of [...areas, ...names]) element.classList.remove("is-small");
  for (const area of areas) area.firstElementChild.style.translate = "";
  const count = (area) => Number(area.querySelector(".map-area__count").textContent);
  areas.sort((a, b) => count(b) - count(a));

  const room = canvas.getBoundingClientRect();
  const taken = boxed(all(".map-pin__drop, .map-cluster__count"), (one) => one).map(([, box]) => box);
  const villages = boxed(areas, (one) => one.firstElementChild);
  const background = boxed(names, (one) => one.firstElementChild);
  const titles = boxed(tips, (one) => one);

  const place = (box) => {
    const free = taken.every((one) => !boxesOverlap(box, one));
    if (free) taken.push(box);
    return free;
  };
  const settle = (box) => STEPS.find((step) => place(shifted(box, step)));
  for (const [area, box] of villages) {
    const x = (box.left + box.right) / 2;
    const y = (box.top + box.bottom) / 2;
    const number = { left: x - NUMBER, right: x + NUMBER, top: y - NUMBER, bottom: y + NUMBER };
    let step = settle(box);
    if (!step) {
      area.classList.add("is-small");
      step = settle(number);
      if (!step) taken.push(number);
    }
    if (step?.some(Boolean)) area.firstElementChild.style.translate = `${step[0]}px ${step[1]}px`;
  }
  for (const [name, box] of background) name.classList.toggle("is-small", !place(box));
  const whole = (box) => box.left >= room.left && box.right <= room.right && box.bottom <= room.bottom;
  for (const [tip, box] of titles) tip.classList.toggle("is-crowded", !whole(box) || !place(box));
}

/* Shift the words beside a marker so that the edge of the map does not cut them. */
export function keepInside(tip, canvas) {
  tip.style.translate = "";
  const box = tip.getBoundingClientRect();
  const room = canvas.getBoundingClientRect();
  const right = Math.max(room.left + 8 - box.left, 0) + Math.min(room.right - 8 - box.right, 0);
  const down = Math.min(room.bottom - 8 - box.bottom, 0);
  if (right || down) tip.style.translate = `${right}px ${down}px`;
}
