/* Throughcare: asks a device for a passkey. Loaded where there is one to ask for. */
(function(){
"use strict";
function bytes(s){return Uint8Array.from(atob(s.replace(/-/g,"+").replace(/_/g,"/")),function(c){return c.charCodeAt(0)})}
function text(b){return b?btoa(String.fromCharCode.apply(null,new Uint8Array(b))).replace(/\+/g,"-").replace(/\//g,"_").replace(/=+$/,""):undefined}
function keys(list){(list||[]).forEach(function(k){k.id=bytes(k.id)})}

/* the question as the browser takes it, and its answer as the server does */
function device(o){
o.challenge=bytes(o.challenge);keys(o.allowCredentials);keys(o.excludeCredentials);
if(!o.user)return navigator.credentials.get({publicKey:o});
o.user.id=bytes(o.user.id);
return navigator.credentials.create({publicKey:o})}
function answer(c){
var r=c.response;
return JSON.stringify({id:c.id,rawId:text(c.rawId),type:c.type,response:{clientDataJSON:text(r.clientDataJSON),attestationObject:text(r.attestationObject),
authenticatorData:text(r.authenticatorData),signature:text(r.signature),userHandle:text(r.userHandle)}})}

Array.prototype.forEach.call(document.querySelectorAll("form[data-passkey]"),function(form){
var said=form.querySelector("[role=status]"),button=form.querySelector("button"),able=window.PublicKeyCredential&&window.isSecureContext;
form.hidden=false;
if(!able){said.textContent=said.getAttribute("data-unable");button.disabled=true;return}
form.addEventListener("submit",function(e){
e.preventDefault();said.textContent="";button.disabled=true;
fetch(form.getAttribute("data-passkey"),{method:"POST"}).then(function(r){
if(!r.ok||r.redirected)throw new Error(r.status);
return r.json()}).then(device).then(function(c){form.elements.answer.value=answer(c);form.submit()}).catch(function(x){
button.disabled=false;
said.textContent=said.getAttribute({InvalidStateError:"data-there",NotAllowedError:"data-stopped"}[x.name]||"data-failed")})})})
})();
