// The one gate between a model's words and the page: only what text needs, no address but the web's and mail's, nothing
// that loads, runs, submits or styles.
import DOMPurify from "dompurify";

const TAGS = [
  ...["p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code"],
  ...["em", "strong", "del", "a", "table", "thead", "tbody", "tr", "th", "td"],
];
const ATTRIBUTES = ["href", "title", "start", "align", "class"];
const OWN_CLASSES = /^plain$/;

let purifier: typeof DOMPurify | null = null;

function makePurifier(): typeof DOMPurify {
  const made = DOMPurify(window);
  made.addHook("afterSanitizeAttributes", (node) => {
    if (node.hasAttribute("class") && !OWN_CLASSES.test(node.className)) node.removeAttribute("class");
    if (node.tagName !== "A" || !node.hasAttribute("href")) return;
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer nofollow");
    node.setAttribute("title", node.getAttribute("href") ?? ""); // a link's words may say another address
  });
  return made;
}

export function safeFragment(html: string): DocumentFragment {
  purifier ??= makePurifier();
  return purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    KEEP_CONTENT: true,
    RETURN_DOM_FRAGMENT: true,
  });
}
