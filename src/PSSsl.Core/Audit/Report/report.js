(function () {
  'use strict';
  var table = document.getElementById('servers'), body = table.tBodies[0];
  var text = document.getElementById('text'), severity = document.getElementById('severity'), shown = document.getElementById('shown');
  var rows = Array.prototype.slice.call(body.rows);
  var words = rows.map(function (row) { return row.textContent.toLowerCase(); });

  function filter() {
    var wanted = text.value.trim().toLowerCase(), least = Number(severity.value), count = 0;
    rows.forEach(function (row, i) {
      var fits = Number(row.dataset.worst) >= least && words[i].indexOf(wanted) >= 0;
      row.hidden = !fits;
      document.getElementById(row.dataset.for).hidden = !fits;
      count += fits ? 1 : 0;
    });
    shown.textContent = count + ' of ' + rows.length + ' servers';
  }

  function key(row, column) {
    var cell = row.cells[column], value = cell.dataset.sort === undefined ? cell.textContent : cell.dataset.sort;
    return value !== '' && !isNaN(value) ? Number(value) : value;
  }

  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
    head.querySelector('button').addEventListener('click', function () {
      var up = head.getAttribute('aria-sort') !== 'ascending';
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.setAttribute('aria-sort', 'none'); });
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      rows.slice().sort(function (a, b) {
        var x = key(a, column), y = key(b, column);
        return (x < y ? -1 : x > y ? 1 : 0) * (up ? 1 : -1);
      }).forEach(function (row) { body.appendChild(row); });
    });
  });

  function open() {
    var section = location.hash && document.getElementById(location.hash.slice(1));
    if (section && section.tagName === 'DETAILS') { section.open = true; section.scrollIntoView(); }
  }

  document.getElementById('filter').addEventListener('submit', function (event) { event.preventDefault(); });
  text.addEventListener('input', filter);
  severity.addEventListener('change', filter);
  window.addEventListener('hashchange', open);
  window.addEventListener('beforeprint', function () { document.querySelectorAll('details').forEach(function (d) { d.open = true; }); });
  filter();
  open();
})();
