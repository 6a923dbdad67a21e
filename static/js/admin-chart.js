/* The button "Stel een beschrijving voor" in a block with figures: asks the site for a first version of the
   words, for what is filled in so far. The editor can change them, and nothing is saved by it. */
(() => {
    "use strict";

    const fieldsOf = (button) => {
        const fields = new URLSearchParams();
        const block = button.closest("[data-contentpath]").parentElement.closest("[data-contentpath], form");
        for (const part of block.querySelectorAll("[data-contentpath]")) {
            const name = part.dataset.contentpath;
            for (const field of part.querySelectorAll("select, input:not([type=checkbox]), input:checked")) {
                const values = field.multiple ? [...field.selectedOptions].map((o) => o.value) : [field.value];
                values.forEach((value) => fields.append(name, value));
            }
        }
        return fields;
    };

    async function propose(button) {
        const status = button.parentElement.querySelector("[role=status]");
        const text = button.closest("[data-contentpath]").querySelector("textarea");
        const fields = fieldsOf(button);
        if (!fields.get("indicator")) {
            status.textContent = status.dataset.incomplete;
            return;
        }
        button.disabled = true;
        try {
            const answer = await fetch(`${button.dataset.propose}?${fields}`, { credentials: "same-origin" });
            const { words, problem } = await answer.json();
            status.textContent = problem || "";
            if (words) {
                text.value = words;
                text.dispatchEvent(new Event("input", { bubbles: true }));
                text.dispatchEvent(new Event("change", { bubbles: true }));
            }
        } catch {
            status.textContent = status.dataset.failed;
        } finally {
            button.disabled = false;
        }
    }

    document.addEventListener("click", (event) => {
        const button = event.target.closest?.("[data-propose]");
        if (button) propose(button);
    });

    // Blocks are added while somebody writes; their button is of use only with this script.
    const show = () => document.querySelectorAll("[data-propose][hidden]").forEach((b) => (b.hidden = false));
    new MutationObserver(show).observe(document.documentElement, { childList: true, subtree: true });
    show();
})();
