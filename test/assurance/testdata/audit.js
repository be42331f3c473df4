(async () => {
  await new Promise(done => setTimeout(done, 20));
  const faults = [...window.__notes];
  const loads = /^(href|src|srcset|action|formaction|xlink:href|data|poster|background|ping|to|values|from)$/i;
  const runs = /^[\s\x00-\x20]*(javascript|vbscript|data|blob|view-source|feed):/i;
  const ours = (e, a) => a.name === "href" && e.rel === "icon" || e.tagName === "IMG" && a.value.startsWith("data:image/");
  for (const e of document.querySelectorAll("*")) {
    const tag = e.tagName.toLowerCase();
    const script = tag === "script" && !(e.src.startsWith(location.origin + "/static/") && !e.textContent);
    if (script || /^(style|iframe|object|embed|base|applet|math|marquee|template|animate|set|use|foreignobject)$/.test(tag) || e.httpEquiv) faults.push("a tag: " + e.outerHTML.slice(0, 200));
    for (const a of e.attributes) {
      if (/^on|^srcdoc$|^style$|^(data-)?hx-on|^x-|^ng-|^v-|^@/i.test(a.name)) faults.push(`an attribute: ${tag} ${a.name}=${a.value.slice(0, 80)}`);
      if (loads.test(a.name) && runs.test(a.value) && !ours(e, a)) faults.push(`an address: ${tag} ${a.name}=${a.value.slice(0, 80)}`);
      if (loads.test(a.name) && a.value && new URL(a.value, location).origin !== location.origin && !ours(e, a)) faults.push(`another site: ${tag} ${a.name}=${a.value.slice(0, 80)}`);
      if (/^(data-)?hx-/.test(a.name) && a.value.includes("ran(")) faults.push(`an order: ${tag} ${a.name}=${a.value.slice(0, 80)}`);
    }
  }
  return {Shown: (document.documentElement.outerHTML.match(/ran\(/g) || []).length, Faults: faults};
})()
