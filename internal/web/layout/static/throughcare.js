/* Throughcare: comfort for readers with script. Every page works without. */
(function(){
"use strict";
var d=document,root=d.documentElement,signedIn=d.getElementById("find");
function all(s,n){return Array.prototype.slice.call((n||d).querySelectorAll(s))}
function close(but){all("details.menu[open]").forEach(function(m){if(!but||!m.contains(but))m.open=false})}
function press(s){var b=d.querySelector(s);if(b)b.click();return !!b}
d.addEventListener("click",function(e){close(e.target)});

/* text becomes tags here alone (CSP: trusted types), and never a script */
if(window.trustedTypes)trustedTypes.createPolicy("default",{createHTML:function(s){return/<script/i.test(s)?null:s}});

/* keys: four always, single letters only when turned on (WCAG 2.1.4) */
var rows=all(".q>li,tbody tr,.line>li"),at=-1,went=0;
var go={t:"/",p:"/people",c:"/calendar",f:"/facilities",m:"/mail"};
function move(by){at=Math.max(0,Math.min(rows.length-1,at+by));var l=rows[at]&&rows[at].querySelector("a,button,input");if(l){l.focus();rows[at].scrollIntoView({block:"nearest"})}}
function onRow(k){var e=rows[at]&&rows[at].querySelector('[data-row="'+k+'"]');if(e)e.click();return !!e}
var single={
"/":function(){signedIn.focus()},
a:function(){location.href="/add"},
j:function(){move(1)},k:function(){move(-1)},
o:function(){var l=rows[at]&&rows[at].querySelector(".what a,a.name,th a,.t a");if(l)l.click()},
x:function(){var c=rows[at]&&rows[at].querySelector("input[type=checkbox]");if(c)c.click()},
"[":function(){press("a[rel=prev]")},"]":function(){press("a[rel=next]")},
"?":function(){location.href="/help/keys"}};
d.addEventListener("keydown",function(e){
var t=e.target,typing=/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName)&&t.type!=="checkbox"&&t.type!=="radio",mod=e.ctrlKey||e.metaKey;
if(mod&&e.key.toLowerCase()==="k"&&signedIn){signedIn.focus();signedIn.select();e.preventDefault()}
else if(mod&&e.key==="Enter"&&t.form){var b=t.form.querySelector("button:not([type=button])");if(b){b.click();e.preventDefault()}}
else if(mod&&e.shiftKey&&e.key.toLowerCase()==="l"){if(press("[data-lock]"))e.preventDefault()}
else if(e.key==="Escape"){close();if(t===signedIn)t.blur()}
else if(root.hasAttribute("data-keys")&&!typing&&!mod&&!e.altKey&&!e.isComposing){
var f=null,k=e.key;
if(went&&Date.now()-went<1500&&go[k])f=function(){location.href=go[k]};
else if(k!=="g")f=single[k]||(/^[a-z0-9]$/.test(k)&&(onRow(k)||press('[data-key="'+k+'"]'))?function(){}:null);
went=k==="g"?Date.now():0;
if(f){e.preventDefault();f()}}
});

/* find: the first answers below the field while somebody types */
if(signedIn){
var box=d.createElement("div"),asked=null,pause,on=-1;
box.className="found";box.id="found";box.hidden=true;signedIn.form.appendChild(box);
signedIn.setAttribute("role","combobox");signedIn.setAttribute("aria-controls","found");signedIn.setAttribute("aria-autocomplete","list");
function options(){return all("[role=option]",box)}
function mark(i){
var o=options();on=i;o.forEach(function(a,n){a.setAttribute("aria-selected",n===i)});
if(o[i]){signedIn.setAttribute("aria-activedescendant",o[i].id);o[i].scrollIntoView({block:"nearest"})}else signedIn.removeAttribute("aria-activedescendant")}
function unfold(open){box.hidden=!open;signedIn.setAttribute("aria-expanded",open);mark(-1)}
function ask(){
var q=signedIn.value.trim();if(q===asked)return;asked=q;if(q.length===1){unfold(false);return}
fetch("/find/now",{method:"POST",headers:{"HX-Request":"true"},body:new URLSearchParams({q:q})}).then(function(r){return r.ok&&!r.redirected?r.text():""}).then(function(html){
if(q===asked&&d.activeElement===signedIn){box.innerHTML=html;unfold(!!options().length)}}).catch(function(){unfold(false)})}
signedIn.addEventListener("click",function(){if(!signedIn.value)ask()});
signedIn.addEventListener("input",function(){clearTimeout(pause);pause=setTimeout(ask,120)});
signedIn.form.addEventListener("focusout",function(e){if(!signedIn.form.contains(e.relatedTarget)){unfold(false);asked=null}});
signedIn.addEventListener("keydown",function(e){
var n=options().length,by={ArrowDown:1,ArrowUp:-1}[e.key];if(e.isComposing)return;
if(box.hidden){if(by>0){asked=null;ask();e.preventDefault()}return}
if(by){mark((on+by+n+(on<0&&by<0?1:0))%n);e.preventDefault()}
else if(e.key==="Enter"&&on>=0){options()[on].click();e.preventDefault()}
else if(e.key==="Escape"){unfold(false);e.stopPropagation();e.preventDefault()}});
unfold(false);
}

/* lists: say how many are chosen, and choose all that are shown */
all("[data-list]").forEach(function(list){
var said=list.querySelector("[data-chosen]"),before=said.textContent,boxes=all("tbody .pick input",list),head=list.querySelector("thead .pick");
function count(){var n=0;boxes.forEach(function(b){if(b.checked)n++;b.closest("tr").classList.toggle("sel-row",b.checked)});said.textContent=n?said.getAttribute("data-chosen").replace("#",n):before}
var every=d.createElement("input");every.type="checkbox";every.setAttribute("aria-label",head.textContent);
every.addEventListener("change",function(){boxes.forEach(function(b){b.checked=every.checked});count()});
head.appendChild(every);
list.addEventListener("change",count);count();
});

/* drafts: kept on the server every ten seconds and on leaving */
all("form[data-draft]").forEach(function(form){
var dirty=false,said=null;
function body(){var p=new URLSearchParams();new FormData(form).forEach(function(v,k){if(typeof v==="string")p.append(k,v)});return p}
function save(){
if(!dirty)return;dirty=false;
fetch("/drafts",{method:"POST",body:body(),keepalive:true}).then(function(r){return r.ok&&!r.redirected?r.text():Promise.reject()}).then(function(text){
if(!said){said=d.createElement("p");said.className="hint";said.setAttribute("role","status");form.appendChild(said)}
said.textContent=text}).catch(function(){dirty=true})}
form.addEventListener("input",function(){dirty=true});
form.addEventListener("submit",function(){dirty=false});
setInterval(save,10000);
d.addEventListener("visibilitychange",function(){if(d.visibilityState==="hidden")save()});
});

/* the lock: what was typed and not sent is sent to a session that is locked, which
   keeps it for whoever unlocks; a form with files cannot be kept */
var typed=null;
d.addEventListener("input",function(e){var f=e.target.form;if(f&&f.method==="post"&&f.closest("main")&&e.target.type!=="password"&&!/^multi/.test(f.enctype))typed=f});
d.addEventListener("submit",function(e){if(e.target===typed)typed=null});
function locked(yes,no){fetch("/locked/yet",{redirect:"manual"}).then(function(r){if(r.status===401){if(typed)HTMLFormElement.prototype.submit.call(typed);else location.reload();yes&&yes()}else no()}).catch(no)}
all('form[action="/lock"]').forEach(function(f){f.addEventListener("submit",function(e){
if(!typed)return;e.preventDefault();root.classList.add("idle");
fetch("/lock",{method:"POST",redirect:"manual"}).then(function(){locked(null,function(){f.submit()})}).catch(function(){f.submit()})})});

/* a screen nobody looks at shows nothing after five minutes, and is locked when
   the server says so: another window may be in use */
var after=60000*root.getAttribute("data-lock-after");
if(after){var idle,asks,last=Date.now();["pointerdown","pointermove","keydown","scroll"].forEach(function(n){addEventListener(n,wake,{passive:true})});
function hide(){root.classList.add("idle")}
function over(){hide();last=Date.now();asks=setTimeout(over,after+2000);locked(function(){clearTimeout(asks)},function(){})}
function wake(){if(Date.now()-last>after){clearTimeout(asks);over();return}
last=Date.now();root.classList.remove("idle");clearTimeout(idle);clearTimeout(asks);idle=setTimeout(hide,Math.min(300000,after));asks=setTimeout(over,after+2000)}
wake()}

var wrong=d.querySelector(".summary");if(wrong)wrong.focus();
if(d.querySelector("[data-print]"))print();
})();
