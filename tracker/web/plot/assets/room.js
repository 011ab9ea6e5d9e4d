// What was laid out for a desk, fitted to the width that it is shown at. No module, since published pages take it as well.
"use strict";
window.chartRoom = (() => {
  const SLACK = 8;

  // How much higher the key is than the room above the panel, in which it would lose entries.
  function lacking(graph) {
    const { legend, margin, height } = graph._fullLayout;
    if (!legend?._height || legend.yanchor !== "bottom" || legend.y < 1) return 0;
    const room = margin.t - (legend.y - 1) * (height - margin.t - margin.b);
    const more = Math.ceil(legend._height - room);
    return more > SLACK ? more : 0;
  }

  const meet = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

  // Words beside days come in the order of their weight: one that covers another, or a mark, gives way with its leader
  // line. Charts that name no mark have few words, which are left as they are.
  function clear(graph) {
    const { annotations = [], shapes = [], xaxis } = graph._fullLayout;
    pull(graph);
    if (!annotations.some(({ name }) => name)) return;
    const named = annotations.map(({ name, xref }, place) =>
      [name, xref !== "paper" && graph.querySelector(`.annotation[data-index="${place}"] .annotation-text-g`)]);
    const { left, right } = graph.getBoundingClientRect();
    const boxes = named.map(([, words]) => words && words.getBoundingClientRect());
    const kept = [...graph.querySelectorAll(".scatterlayer .point")].map(point => {
      const { x, y, width, height } = point.getBoundingClientRect();
      const [across, down] = [x + width / 2, y + height / 2];
      return { left: across, right: across, top: down, bottom: down };
    });
    const gone = new Set();
    named.forEach(([name, words], place) => {
      if (!words) return;
      const box = boxes[place];
      const isOver = box.left < left + xaxis._offset - 2 || box.right > right + 1;
      if (isOver || kept.some(other => meet(box, other))) gone.add(place);
      else kept.push(box);
      words.style.visibility = gone.has(place) ? "hidden" : "";
    });
    const without = new Set([...gone].map(place => named[place][0]));
    shapes.forEach(({ name }, place) => {
      const line = name && graph.querySelector(`.shapelayer [data-index="${place}"]`);
      if (line) line.style.visibility = without.has(name) ? "hidden" : "";
    });
  }

  // A title below the panel that runs over the chart's right edge is moved back to its end.
  function pull(graph) {
    const { right } = graph.getBoundingClientRect();
    graph._fullLayout.annotations.forEach(({ xref, xanchor }, place) => {
      if (xref !== "paper" || xanchor !== "left") return;
      const words = graph.querySelector(`.annotation[data-index="${place}"]`);
      if (!words) return;
      words.style.transform = "";
      const over = Math.ceil(words.getBoundingClientRect().right - right);
      if (over > 0) words.style.transform = `translateX(${-over}px)`;
    });
  }

  // Draws again where the key needs more room; returns by how many pixels the chart has grown.
  function fit(graph) {
    const more = lacking(graph);
    if (more) {
      const { height, margin } = graph._fullLayout;
      window.Plotly.relayout(graph, { height: height + more, "margin.t": margin.t + more });
    }
    clear(graph);
    return more;
  }

  return { clear, fit };
})();
