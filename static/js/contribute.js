/* Helps while somebody fills in the form of an initiative: addresses appear while typing, and what may be the
   same initiative already. The form does all of this without the script too, with its own buttons. */
(() => {
  "use strict";

  const WAIT = 400; // milliseconds without typing
  const SHORTEST_ADDRESS = 4;
  const SHORTEST_NAME = 4;
  /* What decides whether two initiatives may be the same */
  const NAMES = ["title", "where", "location", "place", "wide"];

  const later = (run) => {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(run, WAIT);
    };
  };

  /* Asks the server one thing at a time: a newer question ends the older one. */
  class Question {
    constructor(url) {
      this.url = url;
    }

    async ask(values) {
      this.stop();
      this.request = new AbortController();
      const response = await fetch(`${this.url}?${new URLSearchParams(values)}`, {
        signal: this.request.signal,
        headers: { Accept: "application/json" },
      });
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    }

    stop() {
      this.request?.abort();
    }
  }

  class Addresses {
    constructor(form) {
      this.texts = form.dataset;
      this.input = form.elements.namedItem("address");
      this.box = form.querySelector("[data-addresses]");
      this.list = this.box.querySelector(".choices");
      this.message = form.querySelector("[data-address-message]");
      this.question = new Question(form.dataset.addressesUrl);
      const search = later(() => this.search());
      this.input.addEventListener("input", search);
      this.input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault(); // Enter would send the form
        this.search();
      });
      form.querySelector("[data-address-search]").addEventListener("click", (event) => {
        event.preventDefault();
        this.search();
      });
    }

    async search() {
      const text = this.input.value.trim();
      if (text.length < SHORTEST_ADDRESS) {
        this.question.stop();
        return;
      }
      this.message.textContent = this.texts.textSearching;
      try {
        const answer = await this.question.ask({ q: text });
        this.show(answer.results);
        this.message.textContent = answer.message || this.texts.textFound;
      } catch (error) {
        if (error.name !== "AbortError") this.message.textContent = this.texts.textFailed;
      }
    }

    /* Text of the service is put in as text, never as markup */
    show(results) {
      this.list.replaceChildren(
        ...results.map(({ label, value }, number) => {
          const choice = document.createElement("label");
          choice.className = "choice";
          const input = document.createElement("input");
          Object.assign(input, { type: "radio", name: "location", id: `location_${number}`, value });
          const words = document.createElement("span");
          words.textContent = label;
          choice.append(input, " ", words);
          return choice;
        }),
      );
      this.box.hidden = !results.length;
    }
  }

  class Duplicates {
    constructor(form) {
      this.form = form;
      this.box = form.querySelector("[data-duplicates]");
      this.list = this.box.querySelector("ul");
      this.said = form.querySelector("[data-duplicates-said]");
      this.question = new Question(form.dataset.duplicatesUrl);
      const look = later(() => this.look());
      for (const name of ["input", "change"]) {
        form.addEventListener(name, (event) => {
          if (NAMES.includes(event.target.name)) look();
        });
      }
    }

    async look() {
      const filled = new FormData(this.form);
      const values = {};
      for (const name of NAMES) values[name] = filled.get(name) || "";
      if (values.title.trim().length < SHORTEST_NAME || !(values.location || values.place || values.wide)) {
        this.show([]);
        return;
      }
      try {
        this.show((await this.question.ask(values)).results);
      } catch {
        this.show([]); // the server looks again when the form is sent
      }
    }

    show(results) {
      this.list.replaceChildren(
        ...results.map(({ title, where, url }) => {
          const line = document.createElement("li");
          const link = document.createElement("a");
          Object.assign(link, { href: url, target: "_blank", rel: "noopener", textContent: title });
          const hint = document.createElement("span");
          hint.className = "visually-hidden";
          hint.textContent = ` ${this.form.dataset.textWindow}`;
          link.append(hint);
          line.append(link, `, ${where}`);
          return line;
        }),
      );
      this.box.hidden = !results.length;
      const words = results.length ? this.form.dataset.textAlike : "";
      if (this.said.textContent !== words) this.said.textContent = words;
    }
  }

  for (const form of document.querySelectorAll("[data-contribute]")) {
    new Addresses(form);
    if (form.dataset.duplicatesUrl) new Duplicates(form);
  }
  document.querySelector("#fouten, #lijkt-op")?.focus();
})();
