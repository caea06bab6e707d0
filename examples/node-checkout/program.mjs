// A shop's check-out server. It renders invoices for a steady stream of requests, keeps the last rendered ones in a
// cache that is thrown away whole now and then (garbage collection has stripes of its own), and every 7 s a task
// reconciles the ledger on the main thread: no request is answered in the meantime.
import http from 'node:http';

const secondsToRun = Number(process.argv[2] ?? 60);
const RECONCILE_EVERY_MS = 7000;
const REQUESTS_AT_ONCE = 4;
const CACHE_LIMIT = 9000;

let cache = new Map();
let ledger = [];

function formatAmount(cents) {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

function computeTax(lines) {
  let tax = 0;
  for (const line of lines) tax += Math.round((line.quantity * line.cents * (line.sku.length % 3 === 0 ? 7 : 19)) / 100);
  return tax;
}

function buildOrderLines(number) {
  const lines = [];
  for (let i = 0; i < 180; i++) lines.push({ sku: `SKU-${(number * 31 + i * 17) % 9973}`, quantity: (i % 5) + 1, cents: (number * 7 + i * 131) % 20_000 });
  return lines;
}

function renderInvoice(number) {
  const lines = buildOrderLines(number);
  const rows = lines.map((line) => `<tr><td>${line.sku}</td><td>${line.quantity}</td><td>${formatAmount(line.cents)}</td></tr>`);
  const invoice = { number, lines, tax: computeTax(lines), html: `<table>${rows.join('')}</table>` };
  cache.set(number, invoice);
  if (cache.size > CACHE_LIMIT) cache = new Map();
  ledger.push({ number, tax: invoice.tax });
  return invoice.html;
}

function matchEntries(entries) {
  const byTax = new Map();
  for (const entry of entries) byTax.set(entry.tax, (byTax.get(entry.tax) ?? 0) + 1);
  return byTax.size;
}

function reconcileLedger() {
  const until = performance.now() + 450;
  let matched = 0;
  while (performance.now() < until) {
    const sorted = ledger.slice(-20_000).sort((a, b) => a.tax - b.tax || a.number - b.number);
    matched += matchEntries(sorted);
  }
  if (ledger.length > 60_000) ledger = ledger.slice(-20_000);
  return matched;
}

const server = http.createServer((request, response) => {
  response.setHeader('content-type', 'text/html');
  response.end(renderInvoice(Number(request.url.slice(1))));
});

const agent = new http.Agent({ keepAlive: true, maxSockets: REQUESTS_AT_ONCE });
let nextNumber = 0;

function requestInvoice(port) {
  http.get({ port, path: `/${nextNumber++}`, agent }, (response) => {
    response.resume();
    response.on('end', () => setTimeout(requestInvoice, 5, port));
  });
}

server.listen(0, '127.0.0.1', () => {
  for (let i = 0; i < REQUESTS_AT_ONCE; i++) requestInvoice(server.address().port);
  setInterval(reconcileLedger, RECONCILE_EVERY_MS);
  setTimeout(() => process.exit(0), secondsToRun * 1000);
});
