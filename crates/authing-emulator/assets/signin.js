// What the login pages do by themselves where scripts run. Each of them has a button that does the same.

// A response that travels in a form.
document.querySelector('form[data-submit]')?.submit();

// A response to the page that opened this window.
const message = document.querySelector('[data-message]')?.dataset.message;
if (message && window.opener) {
  window.opener.postMessage(JSON.parse(message), '*');
  window.close();
}

// A QR code that waits for a phone.
const waiting = document.querySelector('[data-poll]');
if (waiting) {
  const form = waiting.closest('form');
  const done = form.querySelector('button[value="check"]');
  const look = async () => {
    if (!document.hidden) {
      const response = await fetch(waiting.dataset.poll).catch(() => undefined);
      const { status, text } = response?.ok ? await response.json().catch(() => ({})) : {};
      if (status === 1 && waiting.textContent !== text) waiting.textContent = text;
      // Whatever has become of it, the server says it when the form is sent.
      if (status !== undefined && status !== 0 && status !== 1) return form.requestSubmit(done);
    }
    setTimeout(look, 1500);
  };
  setTimeout(look, 1500);
}
