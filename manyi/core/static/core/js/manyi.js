/* Everything the staff side loads, in one place. */
import "./autogrow.js";
import "./autosave.js";
import "./chart.js";
import "./command.js";
import "./confirm.js";
import "./copy.js";
import "./dialog.js";
import "./htmx.js";
import "./live.js";
import "./menu.js";
import "./presence.js";
import "./relative-time.js";
import "./shortcuts.js";
import "./sort.js";
import "./theme.js";
import "./toast.js";
import "./upload.js";
