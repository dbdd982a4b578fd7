/** Pages that do harm where they can, by name; `{port}` is a server that counts who comes. */
export const HOSTILE_PAGES: { readonly [name: string]: string } = {
  requests: `<link rel=stylesheet href="http://127.0.0.1:{port}/css"><img src="http://127.0.0.1:{port}/img"><iframe src="http://localhost:{port}/frame"></iframe>
    <link rel=prefetch href="http://127.0.0.1:{port}/prefetch"><link rel=preconnect href="http://127.0.0.1:{port}"><object data="http://127.0.0.1:{port}/object"></object>
    <style>@import "http://127.0.0.1:{port}/import"; @font-face { font-family: x; src: url(http://127.0.0.1:{port}/font) } p { font-family: x; background: url(http://[::1]:{port}/bg) }</style><p>text</p>
    <video src="http://127.0.0.1:{port}/video" autoplay></video><svg><image href="http://127.0.0.1:{port}/svg" /></svg>`,
  "requests by script": `<p>text<script>
    fetch("http://127.0.0.1:{port}/fetch").catch(() => {}); new WebSocket("ws://127.0.0.1:{port}/ws"); navigator.sendBeacon("http://127.0.0.1:{port}/beacon");
    new EventSource("http://127.0.0.1:{port}/events"); new Image().src = "http://127.0.0.1:{port}/image"; import("http://127.0.0.1:{port}/module.js").catch(() => {});
    try { new Worker(URL.createObjectURL(new Blob(['fetch("http://127.0.0.1:{port}/worker"); importScripts("http://127.0.0.1:{port}/scripts")']))); } catch {}
    const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:{port}" }] }); peer.createDataChannel("x"); peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    try { const request = new XMLHttpRequest(); request.open("GET", "http://127.0.0.1:{port}/sync", false); request.send(); } catch {}
  </script>`,
  files: `<iframe src="file:///etc/passwd"></iframe><img src="file:///etc/hostname"><object data="file:///etc/passwd"></object><p>text</p>
    <script>fetch("file:///etc/passwd").then((reply) => reply.text()).then((text) => { document.body.textContent = text; }).catch(() => {})</script>`,
  dialogs: "<p>text<script>for (let i = 0; i < 50; i++) { alert(i); confirm(i); prompt(i); } print();</script>",
  windows: "<p>text<script>for (let i = 0; i < 500; i++) window.open('about:blank', 'w' + i)</script>",
  "endless script": "<p>text<script>for (;;);</script>",
  "endless dialogs": "<p>text<script>for (;;) alert(1)</script>",
  "endless timers": "<p>text<script>(function again() { setTimeout(again, 0); document.title += 'x'; })()</script>",
  "memory of script": "<p>text<script>const kept = []; for (;;) kept.push(new Array(1e5).fill(1.5))</script>",
  "memory of buffers": "<p>text<script>const kept = []; for (;;) kept.push(new Uint8Array(2 ** 24).fill(1))</script>",
  "nodes by script":
    "<p>text<script>for (let i = 0; i < 1e6; i++) document.body.append(document.createElement('b'))</script>",
  "nodes in a shadow": `<div id=d>x</div><script>const root = d.attachShadow({ mode: "closed" }); for (let i = 0; i < 2e5; i++) root.append(document.createElement('b'))</script>`,
  "a million nodes": "<b>".repeat(300_000),
  "deep nesting": `${"<div>".repeat(60_000)}x`,
  "a high page": '<div style="height:100000px;background:red">text</div>',
  "a huge page":
    '<div style="width:30000000px;height:30000000px;background:red;border-radius:9999px;box-shadow:0 0 9999px red">text</div>',
  "another address": '<meta http-equiv="refresh" content="0; url=data:text/html,<h1>other</h1>"><p>text</p>',
  "another address by script":
    "<p>text<script>location = 'about:blank#x'; location.href = 'data:text/html,x'; history.pushState(0, '', '#y')</script>",
  "a blank by script": "<p>text<script>location.replace('about:blank')</script>",
  "frames in frames": "<iframe srcdoc=\"<iframe srcdoc='<p>deep</p>'></iframe>\"></iframe>".repeat(100),
  "frames by script":
    "<p>text<script>for (let i = 0; i < 3000; i++) document.body.append(document.createElement('iframe'))</script>",
  "a service worker": `<p>text<script>try { navigator.serviceWorker.register(URL.createObjectURL(new Blob([""]))).catch(() => {}) } catch {}</script>`,
  "styles that grow": `<style>p { ${Array.from({ length: 40 }, (_, i) => `--v${i + 1}: var(--v${i}) var(--v${i});`).join("")} --v0: aaaaaaaaaa; content: var(--v40); } p::before { content: var(--v30) }</style><p>text</p>`,
  "styles that match slowly": `<style>${"div:has(p:nth-child(odd) ~ p:not(.a .b .c)) ".repeat(200)} p { color: red }</style>${"<div><p>".repeat(2000)}`,
  filters: `<style>div { filter: blur(90px) drop-shadow(0 0 90px red); backdrop-filter: blur(90px) } </style>${"<div>x".repeat(400)}`,
  "a picture bomb": `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='60000' height='60000'><rect width='60000' height='60000' fill='red'/></svg>"><p>text</p>`,
  "entities in a picture": `<img src="data:image/svg+xml,<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '%26a;%26a;%26a;%26a;%26a;%26a;'><!ENTITY c '%26b;%26b;%26b;%26b;%26b;%26b;%26b;%26b;'>]><svg xmlns='http://www.w3.org/2000/svg'><text>%26c;</text></svg>"><p>text</p>`,
  "a clobbered document":
    "<form name=querySelectorAll></form><img name=createTreeWalker><form name=getElementsByTagName></form><p>text</p>",
  "a half pair": "<p>\ud800 \udfff \0 text</p>",
};

/** Scripts that forge what functions of the page say; nothing of it may reach a measure. */
export const FORGING = `<script>
  const liar = () => [{ left: 0, top: 0, right: 10, bottom: 10, width: 10, height: 10, x: 0, y: 0 }][0];
  Element.prototype.getBoundingClientRect = liar; Range.prototype.getBoundingClientRect = liar;
  window.getComputedStyle = () => ({ color: "rgb(0, 0, 0)", fontSize: "40px", getPropertyValue: () => "" });
  for (const name of ["map", "filter", "flatMap", "push", "find", "some", "forEach"]) Array.prototype[name] = () => [];
  Document.prototype.querySelectorAll = () => []; Element.prototype.querySelectorAll = () => []; JSON.stringify = () => "{}";
  Object.defineProperty(window, "axe", { get: () => ({ run: async () => ({ violations: [] }) }), configurable: false });
  Object.defineProperty(HTMLImageElement.prototype, "naturalWidth", { get: () => 5 }); Promise.prototype.then = () => {};
  Element.prototype.checkVisibility = () => true; window.setTimeout = () => 0; window.queueMicrotask = () => {};
</script>`;
