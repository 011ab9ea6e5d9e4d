// A chart as a file, made in the browser from the figure that is shown and what is laid over it to stand alone.
const { Plotly } = window;

export function savePicture(graph, data, { figure, picture }, format) {
  const layout = { ...figure.layout, ...picture.layout };
  const { width = graph.clientWidth, height = graph.clientHeight } = layout;
  const settings = { format, filename: picture.file, width, height, scale: format === "png" ? 2 : 1 };
  return Plotly.downloadImage({ data, layout }, settings);
}
