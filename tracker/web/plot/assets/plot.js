// A chart that stays on the page: the first figure draws it, each later one changes what differs.
import "./plotly-cartesian-4.1.1.min.js";
import "./room.js";
import { element } from "./element.js";
import { marksOf } from "./marks.js";
import { read, unpacked } from "./packed.js";
import { savePicture } from "./picture.js";
import { Sheet } from "./sheet.js";
import { Walk } from "./walk.js";
import { Zoom } from "./zoom.js";

const { Plotly, chartRoom } = window;
const CONFIG = { displayModeBar: false, doubleClick: false, responsive: false, scrollZoom: false, showTips: false };
const charts = new WeakMap();
// What is laid over a chart comes apart from it and by its key, so that to choose a mark sends no chart again.
const [byKey, overs] = [new Map(), new Map()];

class Chart {
  constructor(place) {
    this.hint = element("span", { className: "plot-hint" });
    this.all = element("button", { textContent: "Show all", onclick: () => this.zoom.send(null) });
    this.pictures = element("span", { className: "plot-pictures" }, "Picture", ...["png", "svg"].map(format =>
      element("button", {
        textContent: format.toUpperCase(),
        ariaLabel: `Save as a picture, ${format.toUpperCase()}`,
        onclick: () => savePicture(this.graph, this.data, this.sent, format),
      })));
    this.row = element("div", { className: "plot-row" }, this.hint, this.all, this.pictures);
    this.graph = element("div", { className: "plot-graph" });
    this.root = element("div", { className: "plot" }, this.row, this.graph);
    place.append(this.root);
    this.zoom = new Zoom(this);
    this.walk = new Walk(this);
    this.sheet = new Sheet(this);
    this.watched = new ResizeObserver(() => this.fit());
    this.watched.observe(this.graph);
  }

  // A text that is what it was draws nothing; of the bytes that come while others are read, the last count.
  async take(bytes, say) {
    this.say = say;
    this.newest = bytes;
    const text = await unpacked(bytes);
    // Meanwhile something newer may have come, or the chart have gone.
    if (text === this.text || bytes !== this.newest || this.isGone) return;
    this.text = text;
    const sent = read(text);
    if (this.zoom.isAhead(sent)) this.late = sent;
    else this.draw(sent);
  }

  // Draw what came while a gesture was under way, where nothing newer has come since.
  catchUp() {
    if (this.late && !this.zoom.isAhead(this.late)) this.draw(this.late);
  }

  // A gesture that the server never answered is undone. It has moved the axis of the figure that is drawn: read it anew.
  takeBack() {
    const sent = read(this.text);
    if (!this.zoom.isAhead(sent)) this.draw(sent);
  }

  draw(sent) {
    const isFirst = !this.sent;
    this.sent = sent;
    byKey.set(sent.key, this);
    this.late = null;
    this.zoom.taken();
    const isCoarse = matchMedia("(pointer: coarse)").matches;
    this.hint.textContent = sent.zooms ? isCoarse ? "Pinch to zoom" : "Drag, or Ctrl and scroll, to zoom" : "";
    this.all.hidden = !(sent.zooms && sent.zoomed);
    this.pictures.hidden = !sent.picture;
    this.row.hidden = !sent.zooms && !sent.picture;
    this.graph.classList.toggle("plot-zooms", sent.zooms);
    this.lay();
    this.marks = sent.chooses ? marksOf(this.graph) : [];
    this.walk.follow(sent.alt);
    // What the pointer was on may have gone; a click would still be told as one on it.
    Plotly.Fx.unhover(this.graph);
    if (!isFirst) return;
    this.graph.on("plotly_click", ({ points }) => this.click(points));
    this.graph.on("plotly_afterplot", () => chartRoom.clear(this.graph));
  }

  // Margins are copied: what the width asks for is not kept with the figure, which a picture is made of.
  lay() {
    const { layout } = this.sent.figure;
    const { height } = layout;
    const shown = { ...layout, autosize: true, dragmode: false, clickmode: "event" };
    if (layout.margin) shown.margin = { ...layout.margin };
    this.graph.style.height = height ? `${height}px` : "";
    Plotly.react(this.graph, this.data, shown, CONFIG);
    this.more = height ? chartRoom.fit(this.graph) : 0;
    if (this.more) this.graph.style.height = `${height + this.more}px`;
  }

  // The figure's own, and what is laid over it.
  get data() {
    return [...this.sent.figure.data, ...(overs.get(this.sent.key) ?? [])];
  }

  click(points) {
    if (!this.sent.chooses || this.zoom.justEnded() || this.sheet.refuses()) return;
    const said = points.map(({ customdata }) => Array.isArray(customdata) ? customdata[0] : customdata);
    const found = said.find(each => typeof each === "string");
    const shade = points.find(({ data }) => data.meta === "shades");
    if (found) this.choose(found);
    else if (shade) this.choose(shadeText(shade));
  }

  choose(said) {
    this.say("chosen", said);
  }

  fit() {
    const { width } = this.graph.getBoundingClientRect();
    if (!this.sent || !width || Math.abs(width - this.graph._fullLayout.width) < 1) return;
    this.lay();
    this.walk.place();
  }

  remove() {
    this.isGone = true;
    this.watched.disconnect();
    this.zoom.remove();
    this.sheet.close();
    if (byKey.get(this.sent?.key) === this) byKey.delete(this.sent.key);
    Plotly.purge(this.graph);
    this.root.remove();
  }
}

// The first day of a shade, the day after it, and its stance.
function shadeText({ data, pointNumber: [row, column] }) {
  return ["shades", data.x[column], data.x[column + 1], data.y[row]].join("|");
}

function lay(key, traces) {
  if (JSON.stringify(traces) === JSON.stringify(overs.get(key) ?? [])) return;
  overs.set(key, traces);
  const chart = byKey.get(key);
  if (chart && !chart.zoom.isAhead(chart.sent)) chart.draw(chart.sent);
}

// Streamlit also ends a call that a newer one overtook, and makes one that is late for a place that has gone: a chart
// lives as long as its place stands on the page, whichever call drew it.
export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  if (!parentElement.isConnected) return;
  if (Array.isArray(data)) {
    const [{ key, over }] = data;
    lay(key, over);
    return () => { if (!parentElement.isConnected) overs.delete(key) };
  }
  const chart = charts.get(parentElement) ?? new Chart(parentElement);
  charts.set(parentElement, chart);
  chart.take(data, (name, value) => (name === "zoomed" ? setStateValue : setTriggerValue)(name, value));
  return () => {
    if (parentElement.isConnected || !charts.delete(parentElement)) return;
    chart.remove();
  };
}
