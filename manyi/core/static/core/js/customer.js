/* What a customer's page loads: comforts only, everything works without them. */
import "./autogrow.js";
import "./relative-time.js";
import "./upload.js";
