package journeys

import (
	"encoding/json"
	"os"
)

// wholePage lists what a reader would stumble over: what is checked here can
// only be seen by a browser, after its styles were applied. The rest is checked
// on the server's own pages (webtest).
const wholePage = `(()=>{
const out=[],seen={},say=(m,e)=>out.push(m+": "+(e?e.outerHTML.slice(0,140):""));
const shown=e=>e.checkVisibility?e.checkVisibility({visibilityProperty:true}):true;
if(document.querySelectorAll("h1").length!==1)say("not one h1");
if(!document.querySelector("main"))say("no main");
if(!document.documentElement.lang)say("no language");
document.querySelectorAll("[id]").forEach(e=>{if(seen[e.id])say("an id twice",e);seen[e.id]=1});
document.querySelectorAll("input:not([type=hidden]),select,textarea").forEach(e=>{
 if(shown(e)&&!(e.labels&&e.labels.length)&&!e.getAttribute("aria-label")&&!e.getAttribute("aria-labelledby"))say("no label",e)});
document.querySelectorAll("a[href],button,summary").forEach(e=>{
 if(shown(e)&&!(e.innerText||"").trim()&&!e.getAttribute("aria-label")&&!e.querySelector("img[alt]")&&!e.textContent.trim())say("no words",e)});
document.querySelectorAll("img").forEach(e=>{if(!e.hasAttribute("alt"))say("no alternative",e)});
document.querySelectorAll("[aria-labelledby],[aria-describedby],[aria-controls]").forEach(e=>{
 ["aria-labelledby","aria-describedby","aria-controls"].forEach(n=>(e.getAttribute(n)||"").split(/\s+/).forEach(id=>{if(id&&!document.getElementById(id))say(n+" leads nowhere",e)}))});
if(document.documentElement.scrollWidth>innerWidth+1)say("the page scrolls sideways",[...document.querySelectorAll("main *")].find(e=>e.getBoundingClientRect().right>innerWidth+1&&!e.closest(".scroll,.tbl,[tabindex='0']")));
const lum=c=>{const v=c.map(x=>{x/=255;return x<=.03928?x/12.92:Math.pow((x+.055)/1.055,2.4)});return .2126*v[0]+.7152*v[1]+.0722*v[2]};
const rgb=s=>{const m=s.match(/[\d.]+/g);return m?m.map(Number):[0,0,0,0]};
const back=e=>{for(;e;e=e.parentElement){const s=getComputedStyle(e);if(s.backgroundImage!=="none")return null;const b=rgb(s.backgroundColor);if(b.length<4||b[3]===1)return b.slice(0,3);if(b[3]>0)return null}return [255,255,255]};
document.querySelectorAll("p,li,a,button,h1,h2,h3,td,th,label,span,small,summary,dt,dd").forEach(e=>{
 if(!shown(e)||![...e.childNodes].some(n=>n.nodeType===3&&n.data.trim())||e.closest("[disabled],[aria-hidden=true],.vh"))return;
 const s=getComputedStyle(e),b=back(e),f=rgb(s.color);if(!b||f.length>3&&f[3]<1||s.opacity<1)return;
 const x=lum(f),y=lum(b),r=(Math.max(x,y)+.05)/(Math.min(x,y)+.05),big=parseFloat(s.fontSize)>=24||parseFloat(s.fontSize)>=18.66&&+s.fontWeight>=700;
 if(r<(big?3:4.5))say("contrast "+r.toFixed(2),e)});
return JSON.stringify(out.slice(0,8))})()`

// faults lists what is wrong with the page. With AXE naming a file of axe-core,
// that is asked too.
func (v *visitor) faults() []string {
	text := ask[string](v, wholePage)
	var out []string
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return []string{"the page could not be checked: " + err.Error()}
	}
	if file := os.Getenv("AXE"); file != "" && v.script {
		out = append(out, v.axe(file)...)
	}
	return out
}

// axe runs axe-core over the page.
func (v *visitor) axe(file string) []string {
	source, err := os.ReadFile(file)
	if err != nil {
		return []string{err.Error()}
	}
	return ask[[]string](v, string(source)+`;axe.run({runOnly:["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]}).then(r=>r.violations.map(x=>x.id+": "+x.nodes[0].html.slice(0,160)))`)
}
