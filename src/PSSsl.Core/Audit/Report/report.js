(function () {
  'use strict';
  var table = document.getElementById('servers'), hosts = document.getElementById('hosts');
  var all = function (within, what) { return Array.prototype.slice.call(within.querySelectorAll(what)); };

  // A link leads to a server's section, which may be closed, or left out by the filter.
  function open() {
    var section = location.hash && document.getElementById(location.hash.slice(1));
    if (!section || !hosts.contains(section)) { return; }
    section.hidden = false;
    section.open = true;
    section.scrollIntoView();
    section.querySelector('summary').focus({ preventScroll: true });
  }

  function follow(event) {
    var link = event.target.closest && event.target.closest('a[href^="#s"]');
    if (link && link.hash === location.hash) { open(); }
  }

  // What was closed on the screen is closed again after printing.
  var opened = [];
  window.addEventListener('beforeprint', function () {
    opened = all(document, 'details:not([open])');
    opened.forEach(function (details) { details.open = true; });
  });
  window.addEventListener('afterprint', function () { opened.forEach(function (details) { details.open = false; }); });
  window.addEventListener('hashchange', open);
  document.addEventListener('click', follow);
  open();
  if (!table) { return; }

  var form = document.getElementById('filter'), text = document.getElementById('text'), severity = document.getElementById('severity');
  var shown = document.getElementById('shown'), none = document.getElementById('none'), body = table.tBodies[0];
  var rows = all(body, 'tr'), heads = all(table.tHead, 'th'), words;
  var section = function (row) { return document.getElementById(row.dataset.for); };

  // What is searched: the row, what is known at a glance, findings and certificates.
  function wordsOf(row) {
    var about = section(row), parts = all(about, '.about, .about + details');
    return [row].concat(parts).map(function (part) { return part.textContent; }).join(' ').toLowerCase();
  }

  function filter() {
    var wanted = text.value.trim().toLowerCase(), least = Number(severity.value), count = 0;
    if (wanted && !words) { words = new Map(rows.map(function (row) { return [row, wordsOf(row)]; })); }
    rows.forEach(function (row) {
      var fits = Number(row.dataset.worst) >= least && (!wanted || words.get(row).indexOf(wanted) >= 0);
      row.hidden = section(row).hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = count + ' of ' + rows.length + ' servers';
    none.hidden = count > 0;
  }

  function key(row, column) {
    var cell = row.cells[column], value = cell.dataset.sort === undefined ? cell.textContent.toLowerCase() : cell.dataset.sort;
    return value !== '' && !isNaN(value) ? Number(value) : value;
  }

  function sort(head, column) {
    var up = head.getAttribute('aria-sort') !== 'ascending';
    heads.forEach(function (other) { other.removeAttribute('aria-sort'); });
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    var keys = new Map(rows.map(function (row) { return [row, key(row, column)]; }));
    rows.sort(function (a, b) {
      var x = keys.get(a), y = keys.get(b);
      return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
    });
    rows.forEach(function (row) { body.appendChild(row); hosts.appendChild(section(row)); });
  }

  heads.forEach(function (head, column) {
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.textContent = '';
    head.appendChild(button);
    button.addEventListener('click', function () { sort(head, column); });
  });
  form.hidden = false;
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  text.addEventListener('input', filter);
  severity.addEventListener('change', filter);
  filter();
})();
