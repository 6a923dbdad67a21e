/* Starts Wagtail's own widgets under a content security policy without inline script.

   Wagtail writes a line of script next to choosers, date pickers and inline panels. The browser refuses to run
   it, but its text is still there. This file reads the few forms that Wagtail uses, and nothing else: the name of
   a known widget and its settings as JSON. No text is ever run as code. */
(() => {
    "use strict";

    const TEXT = String.raw`"((?:[^"\\]|\\.)*)"`;
    const SPACE = String.raw`\s*`;
    const forms = [
        // new PageChooser("id_page", {"modalUrl": "/..."});
        [new RegExp(`^new (\\w*Chooser)\\(${TEXT}, (\\{.*\\})\\);$`, "s"), startChooser],
        // initDateChooser("id_date", {"dayOfWeekStart": 1});
        [new RegExp(`^(init(?:Date|Time|DateTime)Chooser)\\(${TEXT}, (\\{.*\\})\\);$`, "s"), startPicker],
        // createTaskChooser("id_task");
        [new RegExp(`^(createTaskChooser)\\(${TEXT}\\);$`), startPicker],
        // (function() { var panel = new InlinePanel(JSON.parse("...")); })();
        [
            new RegExp(
                `^\\(function\\(\\)${SPACE}\\{${SPACE}var panel = new (InlinePanel|MultipleChooserPanel)` +
                    `\\(JSON\\.parse\\(${TEXT}\\)\\);${SPACE}\\}\\)\\(\\);$`,
            ),
            startPanel,
        ],
    ];

    const text = (escaped) => JSON.parse(`"${escaped}"`);

    function startChooser(name, id, options) {
        const settings = JSON.parse(options);
        // A chooser only opens screens of this admin.
        if (typeof window[name] === "function" && /^\/(?!\/)/.test(settings.modalUrl || "")) {
            new window[name](text(id), settings);
        }
    }

    function startPicker(name, id, options) {
        if (typeof window[name] === "function") {
            window[name](text(id), ...(options ? [JSON.parse(options)] : []));
        }
    }

    function startPanel(name, options) {
        if (typeof window[name] === "function") {
            new window[name](JSON.parse(text(options)));
        }
    }

    const started = new WeakSet();

    function start(script) {
        if (started.has(script) || script.src || script.nonce) {
            return;
        }
        started.add(script);
        const code = script.textContent.trim();
        for (const [form, run] of forms) {
            const found = form.exec(code);
            if (found) {
                try {
                    run(...found.slice(1));
                } catch (error) {
                    // One broken widget must not keep the others from starting.
                    console.error(error);
                }
                return;
            }
        }
    }

    document.querySelectorAll("script:not([src])").forEach(start);

    // A new row of an inline panel brings its widgets along; jQuery adds and removes their scripts at once.
    new MutationObserver((changes) => {
        for (const change of changes) {
            for (const node of change.addedNodes) {
                if (node.nodeName === "SCRIPT") {
                    start(node);
                }
            }
        }
    }).observe(document.documentElement, { childList: true, subtree: true });
})();
