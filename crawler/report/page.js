"use strict";
(function () {
  var root = document.documentElement;
  var languages = document.querySelectorAll("button[data-language]");
  function speak(language) {
    root.lang = language;
    languages.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.language === language));
    });
  }
  languages.forEach(function (button) {
    button.addEventListener("click", function () { speak(button.dataset.language); });
  });
  if (!root.dataset.fixed) { speak(/^id\b/i.test(navigator.language) ? "id" : root.lang); }

  var rows = document.querySelectorAll("#portals tbody tr, #rest li");
  var input = document.getElementById("filter");
  var verdicts = document.querySelectorAll("button[data-verdict]");
  var shown = document.getElementById("shown");
  var rest = document.getElementById("rest");
  var verdict = "";
  function filter() {
    var words = input.value.toLowerCase().split(/\s+/);
    var count = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var fits = (!verdict || row.dataset.verdict === verdict) &&
        words.every(function (word) { return text.indexOf(word) >= 0; });
      row.hidden = !fits;
      count += fits;
    });
    shown.textContent = String(count);
    if (rest) { rest.open = Boolean(input.value || verdict); }
  }
  if (input) {
    document.querySelector(".controls").hidden = false;
    input.addEventListener("input", filter);
    verdicts.forEach(function (button) {
      button.addEventListener("click", function () {
        verdict = button.dataset.verdict;
        verdicts.forEach(function (other) {
          other.setAttribute("aria-pressed", String(other === button));
        });
        filter();
      });
    });
  }
}());
