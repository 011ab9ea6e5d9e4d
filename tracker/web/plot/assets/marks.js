// The marks of a chart, each an event, in the order of their days.
import { plain } from "./element.js";

export function marksOf(graph) {
  const marks = graph.calcdata.flatMap((points, curve) => {
    const { trace } = points[0];
    if (trace.meta !== "marks") return [];
    return points.map(({ x, y }, point) => ({
      x, y, curve, point, trace, slug: trace.customdata[point], label: trace.hovertext?.[point] ?? "",
    }));
  });
  return marks.sort((a, b) => a.x - b.x || a.y - b.y);
}

// Where a mark stands within the chart, in pixels.
export function placeOf(graph, { x, y, trace }) {
  const layout = graph._fullLayout;
  const across = layout[trace.xaxis ? trace.xaxis.replace("x", "xaxis") : "xaxis"];
  const up = layout[trace.yaxis ? trace.yaxis.replace("y", "yaxis") : "yaxis"];
  return [across._offset + across.c2p(x), up._offset + up.c2p(y)];
}

// What a mark's label says: its title in bold, the date in the next line, its stance in a line of its own.
export function wordsOf({ label }) {
  const lines = label.split("<br>");
  const bold = lines.filter(line => line.startsWith("<b>"));
  const rest = lines.slice(bold.length).map(plain);
  return {
    title: plain(bold.join(" ")),
    date: rest[0] ?? "",
    stance: rest.find(line => line.startsWith("Stance"))?.replace("Stance", "stance") ?? "",
  };
}
