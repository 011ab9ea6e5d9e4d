// A chart as a file, made in the browser from the figure that is shown and what is laid over it to stand alone.
const { Plotly } = window;

export function savePicture(graph, { figure, picture }, format) {
  const { file, layout = {}, width = graph.clientWidth, height = graph.clientHeight } = picture;
  const alone = { data: figure.data, layout: { ...figure.layout, ...layout, width, height } };
  return Plotly.downloadImage(alone, { format, filename: file, width, height, scale: format === "png" ? 2 : 1 });
}
