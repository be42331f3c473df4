(() => {
  const notes = [];
  Object.defineProperty(window, "__notes", {value: notes});
  window.ran = x => { notes.push("ran " + x); return x };
  for (const dialog of ["alert", "confirm", "prompt", "print"]) window[dialog] = x => { if (dialog !== "print") notes.push(dialog + " " + x) };
  document.addEventListener("securitypolicyviolation", e => notes.push("held back by the policy: " + e.violatedDirective + " " + e.blockedURI + " " + e.sourceFile + " " + e.sample));
})();
