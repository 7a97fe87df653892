/* Amounts as people type them. On leaving a box they take their normal form.
   Never a guess: what could be read in two ways stays as typed, and the server asks. */
"use strict";

(() => {
  const WAN = { "万": 4, "萬": 4, "亿": 8, "億": 8 };

  /* Full-width digits, comma, dot and minus become the plain ones; blanks go. */
  const toHalfWidth = (text) =>
    text
      .normalize("NFKC")
      .replace(/[−﹣－]/g, "-")
      .replace(/[，]/g, ",")
      .replace(/[。．]/g, ".")
      .replace(/\s/g, "");

  /* "148.26" with 4 zeros more: "1482600". By digits, never by floating point. */
  const shift = (plain, places) => {
    const [whole, decimals = ""] = plain.split(".");
    const digits = decimals.padEnd(places, "0");
    const rest = digits.slice(places).replace(/0+$/, "");
    const moved = (whole + digits.slice(0, places)).replace(/^0+(?=\d)/, "");
    return rest ? `${moved}.${rest}` : moved;
  };

  /* Plain digits and at most one dot, or null for what cannot be read one way only. */
  const read = (typed) => {
    let text = toHalfWidth(typed).replace(/元$/, "");
    const unit = WAN[text.slice(-1)] || 0;
    if (unit) text = text.slice(0, -1);
    if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) text = text.replaceAll(",", "");
    if (!/^\d+(\.\d+)?$/.test(text)) return null;
    return unit ? shift(text, unit) : text;
  };

  /* "1482600" becomes "1,482,600.00": it ends with the unit's decimals. */
  const write = (plain, decimals) => {
    const [whole, fraction = ""] = plain.split(".");
    const grouped = whole.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    const shown = fraction.replace(/0+$/, "").padEnd(decimals, "0");
    return shown ? `${grouped}.${shown}` : grouped;
  };

  const normalise = (typed, decimals) => {
    const plain = read(typed);
    if (plain === null) return typed;
    /* "1.250" may be one and a quarter or a thousand: finer than the unit is asked back. */
    const fraction = plain.split(".")[1] || "";
    return fraction.length > decimals ? typed : write(plain, decimals);
  };

  /* Decimals by ISO 4217 where they are not two. */
  const OTHER_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
  };
  const digitsOf = (currency) => {
    const found = Object.entries(OTHER_DIGITS).find(([, codes]) => codes.split(" ").includes(currency));
    return found ? Number(found[0]) : 2;
  };

  /* The currency stands beside the amount: on the box or form, or in a field of it. */
  const currencyOf = (field) =>
    field.dataset.currency || field.form?.dataset.currency || field.form?.elements.currency?.value || "";

  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (!field.matches?.("input.num[inputmode=decimal]") || !field.value.trim()) return;
    field.value = normalise(field.value, digitsOf(currencyOf(field)));
  });
})();
