/* The library's behaviours. */

import "./editor.js";
import "./quote.js";
