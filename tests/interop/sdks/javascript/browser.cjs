// What the SDK needs of a browser for the calls that it makes in pages only: windows to open, a file
// to pick, a request that uploads it.
"use strict";

class XMLHttpRequest {
  open(method, url) {
    this.ask = (body) => fetch(url, { method, body });
  }

  async send(body) {
    const response = await this.ask(body);
    this.responseText = await response.text();
    this.readyState = 4;
    this.onreadystatechange();
  }
}

// Makes a call as if in a page, whose user picks this file.
function picking(file, call) {
  const input = { files: [file], click: () => input.onchange() };
  return inPage({ document: { createElement: () => input } }, call);
}

// Makes a call as if in a page; returns the address that the page opens.
async function opened(call) {
  let open;
  const address = new Promise((resolve) => (open = resolve));
  const window = {
    location: { href: "https://shop.acme.com/login" },
    addEventListener() {},
    // A window is opened at an address, or first and sent there then.
    open: (url) => {
      if (url) open(url);
      return { location: { assign: open } };
    },
  };
  await inPage({ window }, async () => {
    await call();
    await address;
  });
  return address;
}

async function inPage(things, call) {
  Object.assign(globalThis, things, { XMLHttpRequest });
  try {
    return await call();
  } finally {
    for (const name of ["XMLHttpRequest", ...Object.keys(things)]) delete globalThis[name];
  }
}

module.exports = { inPage, opened, picking };
