package journeys

import (
	"strings"
	"testing"
)

// What is checked on every page is seen when it is there.
func TestFaultsAreSeen(t *testing.T) {
	t.Parallel()
	if chromium == nil {
		t.Skip("no Chromium here; make test installs it")
	}
	v := newVisitor(t, true)
	office(t, v, 20)
	for spoil, want := range map[string]string{
		`m.append(n("input"))`:        "no label",
		`m.append(n("h1","Again"))`:   "not one h1",
		`m.append(n("button",""))`:    "no words",
		`m.append(n("img"))`:          "no alternative",
		`m.append(n("p","a","main"))`: "an id twice",
		`m.firstElementChild.setAttribute("aria-labelledby","nowhere")`:                        "aria-labelledby leads nowhere",
		`(p=>{p.style.color="#999";p.style.background="#fff";m.append(p)})(n("p","Too pale"))`: "contrast",
		`(p=>{p.style.width="5000px";p.style.height="1px";m.append(p)})(n("div","wide"))`:      "sideways",
	} {
		v.open("/me")
		ask[int](v, `(()=>{const m=document.querySelector("main"),n=(t,x,i)=>{const e=document.createElement(t);if(x)e.textContent=x;if(i)e.id=i;return e};`+spoil+`;return 1})()`)
		if got := strings.Join(v.faults(), "\n"); !strings.Contains(got, want) {
			t.Errorf("%s: %q is not among %q", spoil, want, got)
		}
	}
}
