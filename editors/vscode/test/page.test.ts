/** The graph panel holds the picture, and no scripts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { graphPage } from "../src/page.ts";

test("the page holds the picture without the XML declaration", () => {
  const page = graphPage('<?xml version="1.0"?>\n<svg id="x"></svg>', "a < b");
  assert.match(page, /<body><svg id="x"><\/svg><\/body>/);
  assert.match(page, /<title>a &lt; b<\/title>/);
  assert.match(page, /default-src 'none'/);
});
