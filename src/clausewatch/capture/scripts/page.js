// What is done to a rendered page, in a world of its own: the page's scripts can neither see nor alter these functions.
(() => {
  const MOST = 30000;

  // Every element, open shadow roots included.
  const all = (root, found = []) => {
    for (const each of root.querySelectorAll("*")) {
      if (found.length >= MOST) break;
      found.push(each);
      if (each.shadowRoot) all(each.shadowRoot, found);
    }
    return found;
  };

  const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";

  // Resolves when the document did not change for `quiet` milliseconds, at the latest after `most`.
  const settle = ({ quiet, most }) =>
    new Promise((done) => {
      const finish = () => {
        watching.disconnect();
        clearTimeout(timer);
        clearTimeout(end);
        done(true);
      };
      const watching = new MutationObserver(() => {
        clearTimeout(timer);
        timer = setTimeout(finish, quiet);
      });
      let timer = setTimeout(finish, quiet);
      const end = setTimeout(finish, most);
      watching.observe(document, { subtree: true, childList: true, characterData: true });
    });

  const folded = (words) =>
    words
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[’‘]/g, "'")
      .replace(/\s+/g, " ")
      .replace(/^[\s.!,→›»]+|[\s.!,→›»]+$/g, "");

  // The accessible name, as far as buttons of dialogs need it (W3C accname 1.2, steps 2B, 2C, 2E, 2F).
  const named = (element) => {
    const root = element.getRootNode();
    const labels = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const labelled = labels.map((id) => root.getElementById?.(id)?.textContent || "").join(" ");
    return folded(
      labelled || element.getAttribute("aria-label") || element.innerText || element.value || element.title || "",
    );
  };

  const whole = (...forms) => new RegExp(`^(?:${forms.join("|")})$`, "u");

  // Names of buttons that refuse, that allow the necessary alone, and that close. A name counts only as a whole, so
  // that none of these can be a part of one that agrees.
  const REFUSE = whole(
    "(?:i )?(?:reject|decline|refuse|deny|disagree)(?: all| everything)?(?: optional| non-essential| nonessential| unnecessary| additional| tracking)?(?: cookies)?(?: and close)?",
    "(?:i )?(?:do not|don't) (?:accept|agree|consent|allow)(?: cookies)?",
    "(?:continue|proceed) without (?:accepting|agreeing|consent)",
    "opt out(?: of all)?",
    "(?:alle? |alles )?(?:cookies )?(?:ablehnen|verweigern|zurückweisen)",
    "(?:alle?s? )?nicht (?:zustimmen|akzeptieren)",
    "ohne (?:zustimmung|einwilligung|zustimmen) (?:fortfahren|weiter)",
    "(?:weiter|fortfahren) ohne (?:zustimmung|einwilligung|zustimmen|zuzustimmen)",
    "(?:tout |je )?refuse[rz]?(?: tout| tous| les cookies| tous les cookies)?",
    "(?:continuer|poursuivre) sans (?:accepter|consentir)",
    "(?:rechazar|denegar|rehusar)(?: todo| todas| todos| cookies| las cookies| todas las cookies)?",
    "no (?:acepto|aceptar)",
    "continuar sin aceptar",
    "(?:rifiuta|rifiutare|nega)(?: tutto| tutti| tutti i cookie| i cookie)?",
    "(?:non accetto|continua senza accettare)",
    "(?:alles |alle |alle cookies |cookies )?(?:weigeren|afwijzen)",
    "(?:niet akkoord|doorgaan zonder (?:te accepteren|accepteren|toestemming))",
    "(?:rejeitar|recusar)(?: tudo| todos| cookies| os cookies| todos os cookies)?",
    "continuar sem (?:aceitar|consentir)",
    "odrzuć(?: wszystkie| wszystko)?",
    "(?:avvisa|neka)(?: alla)?",
    "(?:afvis|avslå|avvis)(?: alle)?",
    "(?:全部|一律)?(?:拒绝|拒絕|不同意|不接受)(?:全部|所有)?(?: ?cookie)?",
    "(?:すべて|全て)?(?:を)?拒否(?:する)?",
    "同意しない",
    "(?:모두 )?거부(?:하기)?",
  );
  const NECESSARY = whole(
    "(?:accept |allow |use |keep |continue with )?only (?:the )?(?:strictly )?(?:necessary|essential|required)(?: cookies)?",
    "(?:accept |allow |use |keep )?(?:strictly )?(?:necessary|essential|required)(?: cookies)? only",
    "(?:use|allow) (?:strictly )?(?:necessary|essential|required)(?: cookies)?",
    "nur (?:technisch |unbedingt )?(?:notwendige|erforderliche|essenzielle|essentielle)(?: cookies)?(?: akzeptieren| zulassen| verwenden| erlauben| nutzen)?",
    "(?:uniquement|seulement) les (?:cookies )?(?:strictement )?(?:nécessaires|essentiels)",
    "(?:cookies )?(?:strictement )?(?:nécessaires|essentiels) (?:uniquement|seulement)",
    "s[oó]lo (?:las )?(?:cookies )?(?:estrictamente )?(?:necesarias|esenciales)",
    "solo (?:i )?(?:cookie )?(?:strettamente )?(?:necessari|essenziali|tecnici)",
    "alleen (?:strikt )?(?:noodzakelijke|functionele|essentiële)(?: cookies)?",
    "(?:apenas|somente|só) (?:os )?(?:cookies )?(?:estritamente )?(?:necessários|essenciais)",
    "tylko niezbędne(?: pliki cookie)?",
    "(?:endast nödvändiga|kun nødvendige)(?: cookies)?",
    "(?:仅|僅|只)(?:接受|允许|允許|使用)?必要(?:的)?(?: ?cookie)?",
    "必要な(?:もの|cookie)のみ(?:許可|を許可)?",
  );
  const CLOSE = whole(
    "close(?: dialog| banner| this dialog| message| cookie banner| popup| modal)?",
    "dismiss",
    "no,? thanks?(?: you)?",
    "not now",
    "maybe later",
    "schließen",
    "nein,? danke",
    "fermer",
    "non,? merci",
    "cerrar",
    "no,? gracias",
    "chiudi",
    "no,? grazie",
    "sluiten",
    "nee,? (?:bedankt|dank je)",
    "fechar",
    "zamknij",
    "stäng",
    "luk",
    "lukk",
    "关闭|關閉|閉じる|닫기",
    "[x×✕✖╳⨯]",
  );
  const ABOUT_CONSENT =
    /cookie|consent|gdpr|tracking|einwilligung|zustimmung|traceur|consenti|consenso|toestemming|consentimento|zgod[aęy]|samtyck|samtykke|同意|隐私|隱私|クッキー|쿠키/i;
  const CLOSING_MEANS = /clos(?:e|ing)|dismiss|schlie(?:ß|ss)|ferm(?:er|ant)|cerra[rn]|chiud|sluit|fecha|关闭|關閉|閉じ/gi;
  const DIALOGS = "dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]";
  const BUTTONS = "button,[role=button],input[type=button],input[type=submit],a:not([href]),a[href='#'],a[href='']";

  const banner = (element) => {
    const said = (element.innerText || "").length;
    if (said === 0 || said > 6000) return false;
    const called = `${element.id} ${element.getAttribute("class") || ""} ${element.getAttribute("aria-label") || ""}`;
    if (/cookie|consent|gdpr/i.test(called)) return ABOUT_CONSENT.test(element.innerText);
    return /^(?:fixed|sticky)$/.test(getComputedStyle(element).position) && ABOUT_CONSENT.test(element.innerText);
  };

  const buttonOf = (box) => {
    const about = ABOUT_CONSENT.test(box.innerText || "");
    const buttons = all(box).filter((each) => each.matches(BUTTONS) && !each.disabled && shown(each));
    const names = new Map(buttons.map((each) => [each, named(each)]));
    const pick = (form) => buttons.find((each) => form.test(names.get(each)));
    const refusing = about && (pick(REFUSE) || pick(NECESSARY));
    if (refusing) return refusing;
    // Where the text says what closing means, closing is an answer, and not ours to give.
    const count = (words) => (words.match(CLOSING_MEANS) || []).length;
    const own = buttons.reduce((sum, each) => sum + count(each.innerText || ""), 0);
    return about && count(box.innerText || "") > own ? undefined : pick(CLOSE);
  };

  // Closes one dialog or banner without agreeing to anything; gives the name of the button, empty where there was none.
  const refuse = () => {
    for (const box of all(document)) {
      if (box === document.body || box === document.documentElement || !shown(box)) continue;
      if (!box.matches(DIALOGS) && !banner(box)) continue;
      const button = buttonOf(box);
      if (button) {
        const name = named(button);
        button.click();
        return name;
      }
    }
    return "";
  };

  const FRAME = "nav,header,footer,form,[role=navigation],[role=banner],[role=contentinfo],[role=menu],[role=menubar],[role=search]";
  const inFrame = (element) => element.closest(FRAME) !== null || element.closest(DIALOGS) !== null;
  const handle = (element) =>
    element.matches("button,[role=button],summary,h1,h2,h3,h4,h5,h6,div,span,a:not([href]),a[href^='#']") &&
    !element.hasAttribute("aria-haspopup") &&
    !element.matches("[role=combobox],[role=tab],[role=menuitem],[type=submit]") &&
    !element.disabled;

  // Opens what is folded up in the main content; gives how many things were opened.
  const unfold = ({ most }) => {
    const mains = document.querySelectorAll("main,article,[role=main]");
    const roots = mains.length ? [...mains] : [document.body];
    let opened = 0;
    for (const each of roots.flatMap((root) => all(root))) {
      if (opened >= most) break;
      if (each.localName === "details" && !each.open && !inFrame(each)) {
        each.open = true;
        opened += 1;
      } else if (each.getAttribute("aria-expanded") === "false" && handle(each) && !inFrame(each) && shown(each)) {
        each.click();
        opened += 1;
      }
    }
    return opened;
  };

  const DOCTYPE = "<!doctype html>\n";

  // The document as markup, with the content of open shadow roots where it is shown (DOM standard, flat tree).
  const serialise = () => {
    const plain = () => DOCTYPE + document.documentElement.outerHTML;
    if (!all(document).some((each) => each.shadowRoot)) return plain();
    // Custom elements of a document without a window are not brought to life.
    const inert = document.implementation.createHTMLDocument("");
    const copy = (node) => {
      const made = inert.importNode(node, node.localName === "template");
      if (node.localName === "template") return made;
      for (const child of (node.shadowRoot || node).childNodes) append(made, child);
      return made;
    };
    const append = (made, child) => {
      const inside = child.getRootNode() instanceof ShadowRoot;
      if (inside && child.localName === "slot") {
        const given = child.assignedNodes({ flatten: true });
        for (const each of given.length ? given : child.childNodes) append(made, each);
      } else if (!(inside && (child.localName === "style" || child.localName === "link"))) {
        made.append(copy(child));
      }
    };
    try {
      return DOCTYPE + copy(document.documentElement).outerHTML;
    } catch {
      return plain(); // nested deeper than the stack
    }
  };

  const measure = () => ({
    words: (document.body ? document.body.innerText : "").length,
    height: Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0),
    address: location.origin + location.pathname + location.search,
  });

  return { settle, refuse, unfold, serialise, measure };
})
