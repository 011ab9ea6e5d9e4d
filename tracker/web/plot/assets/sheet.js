// A finger covers more than a mark: one tap near a mark shows what it is, and "Read" opens it.
import { element } from "./element.js";
import { placeOf, wordsOf } from "./marks.js";

const NEAR = 24;
const STILL = 10;

export class Sheet {
  constructor(chart) {
    this.chart = chart;
    this.title = element("p", { className: "plot-sheet-title" });
    this.date = element("p");
    this.button = element("button", { textContent: "Read", onclick: () => this.read() });
    const away = element("button", { textContent: "Close", onclick: () => this.close() });
    this.box = element("div", { className: "plot-sheet", role: "dialog", hidden: true }, this.title, this.date, this.button, away);
    this.box.addEventListener("keydown", ({ key }) => { if (key === "Escape") this.close() });
    chart.root.append(this.box);
    chart.graph.addEventListener("pointerdown", event => this.press(event));
    chart.graph.addEventListener("pointerup", event => this.release(event));
  }

  press(event) {
    this.byTouch = event.pointerType === "touch";
    this.isTap = false;
    this.chart.graph.classList.toggle("plot-touched", this.byTouch && this.chart.marks.length > 0);
    this.start = this.byTouch && event.isPrimary ? event : null;
  }

  release(event) {
    const { start, chart } = this;
    this.start = null;
    if (event.pointerId !== start?.pointerId || chart.zoom.justEnded()) return;
    if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > STILL) return;
    const mark = this.nearest(event);
    this.isTap = !mark;
    if (mark) this.open(mark);
    else this.close();
  }

  // The mark that a finger means; none if all are too far off.
  nearest({ clientX, clientY }) {
    const { graph, marks } = this.chart;
    const box = graph.getBoundingClientRect();
    const near = marks.map(mark => {
      const [x, y] = placeOf(graph, mark);
      return { mark, far: Math.hypot(box.x + x - clientX, box.y + y - clientY) };
    }).filter(({ far }) => far <= NEAR);
    return near.sort((a, b) => a.far - b.far)[0]?.mark;
  }

  // Plotly takes a finger that scrolls or pinches for a click, and a tap near a mark has opened this sheet.
  refuses() {
    return this.byTouch && !this.isTap;
  }

  open(mark) {
    const { title, date } = wordsOf(mark);
    this.mark = mark;
    this.title.textContent = title;
    this.date.textContent = date;
    this.box.ariaLabel = title;
    this.box.hidden = false;
    this.button.focus({ preventScroll: true });
  }

  read() {
    this.close();
    this.chart.choose(this.mark.slug);
  }

  close() {
    this.box.hidden = true;
  }
}
