/** The page of the graph panel: the picture alone, without scripts. */

export function graphPage(svg: string, title: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(title)}</title>
<style>body { margin: 0; padding: 1em; } svg { max-width: 100%; height: auto; }</style>
</head>
<body>${svg.slice(Math.max(svg.indexOf("<svg"), 0))}</body>
</html>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
