// Watches a page from its first moment: the longest task, and when the pins of the finder's map are drawn.
window.bench = { longest: 0, ready: 0 };
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.bench.longest = Math.max(window.bench.longest, task.duration);
}).observe({ type: "longtask", buffered: true });

window.benchDrawn = () =>
  requestAnimationFrame(() => requestAnimationFrame(() => (window.bench.ready = performance.now())));
new MutationObserver((_changes, observer) => {
  if (!document.querySelector("[data-map-ready]")) return;
  observer.disconnect();
  const asked = performance.getEntriesByType("resource").find((one) => one.name.includes("kaart.json"));
  window.bench.asked = asked.startTime;
  window.bench.bytes = asked.encodedBodySize;
  window.benchDrawn();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-map-ready"] });
