// What a page adds where scripts run: the list filtered as one types, and the chart to point at and zoom into.
"use strict";
(() => {
  const form = document.querySelector("[data-choose]");
  if (form) {
    const rows = [...document.querySelectorAll("li.event, tr.event-row")];
    const texts = rows.map(row => row.textContent.normalize("NFKC").toLowerCase());
    const boxes = { kind: form.elements.kind, way: form.elements.way };
    for (const [name, box] of Object.entries(boxes)) {
      for (const value of [...new Set(rows.map(row => row.dataset[name]))].sort()) box.add(new Option(value));
    }
    const choose = () => {
      const words = form.elements.words.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, place) => {
        const kept = words.every(word => texts[place].includes(word))
          && Object.entries(boxes).every(([name, box]) => !box.value || row.dataset[name] === box.value);
        row.hidden = !kept;
        shown += kept;
      });
      form.querySelector("output").value = `${shown} of ${rows.length} on this page`;
    };
    form.addEventListener("input", choose);
    form.addEventListener("submit", event => event.preventDefault());
    form.hidden = false;
  }

  for (const figure of document.querySelectorAll(".chart")) {
    const wide = matchMedia("(min-width: 641px)");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const inside = document.querySelector("script.figure"); // No id: those of the one file are the events' names.
    if (!inside && (location.protocol === "file:" || !figure.dataset.figure)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "enliven";
    button.textContent = "Point and zoom";
    figure.prepend(button);

    const script = () => new Promise((done, failed) => {
      if (window.Plotly) return done();
      const element = document.createElement("script");
      element.src = figure.dataset.plotly;
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });
    const json = async () => inside ? inside.textContent : (await fetch(figure.dataset.figure)).text();
    // A colour stands alone between quotation marks, so that no text is taken for one.
    const coloured = (text, pairs) => text.replace(/"(#[0-9a-f]{6})"|"rgba\((\d+),(\d+),(\d+),([\d.]+)\)"/g, (all, plain, ...parts) => {
      if (plain) return `"${pairs[plain] ?? plain}"`;
      const hex = `#${parts.slice(0, 3).map(part => Number(part).toString(16).padStart(2, "0")).join("")}`;
      const other = pairs[hex];
      if (!other) return all;
      const numbers = [1, 3, 5].map(place => parseInt(other.slice(place, place + 2), 16));
      return `"rgba(${numbers.join(",")},${parts[3]})"`;
    });

    let begun;
    const draw = async () => {
      const [text, colours] = await Promise.all([json(), inside ? document.querySelector("script.colours").textContent
        : fetch(figure.dataset.colours).then(answer => answer.text()), script()]);
      const { data, layout } = JSON.parse(dark.matches ? coloured(text, JSON.parse(colours)) : text);
      const live = figure.querySelector(".live");
      layout.dragmode = "zoom";
      figure.range = [...layout.xaxis.range];
      live.hidden = false;
      layout.width = live.clientWidth;
      await window.Plotly.newPlot(live, data, layout, { displayModeBar: false, responsive: false, scrollZoom: false });
      window.chartRoom.fit(live);
      live.on("plotly_afterplot", () => window.chartRoom.clear(live));
      figure.classList.add("alive");
      button.textContent = "Show all";
      live.on("plotly_click", ({ points: [point] }) => {
        if (point.data.meta !== "marks") return;
        const to = inside ? `#${point.customdata}` : `${figure.dataset.events}${point.customdata}.html`;
        if (inside) window.dispatchEvent(new CustomEvent("event-chosen", { detail: point.customdata }));
        else location.href = to;
      });
    };
    const enliven = () => {
      if (!wide.matches) return;
      begun ??= draw().catch(() => { begun = undefined; button.hidden = true; });
    };
    const again = () => { if (begun) { begun = undefined; enliven(); } };
    button.addEventListener("click", async () => {
      if (!begun) return enliven();
      await begun;
      window.Plotly.relayout(figure.querySelector(".live"), { "xaxis.range": [...figure.range] });
    });
    figure.addEventListener("pointerenter", event => { if (event.pointerType === "mouse") enliven(); }, { once: true });
    dark.addEventListener("change", again);
    addEventListener("resize", () => { clearTimeout(figure.wait); figure.wait = setTimeout(again, 200); });
  }
})();
