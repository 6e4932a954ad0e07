/* A long list of pages, on a phone a bar: the one that is open is brought into sight. */

document.querySelector(".split-page > .views [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
