/* Stacked bars of the five classes over time. Reads <script type="application/json"
   id="aging-chart-data">: {labels: [...], series: [{class, name, values: [...]}],
   urls: [... one per label, or per label and class: {DEAD: [...]}]}. Amounts are rounded
   here for the axis only; the table beside the chart holds the exact figures. */
"use strict";

(() => {
  const place = document.querySelector("[data-aging-chart]");
  const source = document.getElementById("aging-chart-data");
  if (!place || !source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const STYLE = {
    UNCOLLECTED: { token: "uncollected" },
    EXPEDITED: {
      token: "expedited",
      decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -Math.PI / 4 },
    },
    QUASI_BAD: {
      token: "quasi",
      decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 4], rotation: Math.PI / 4 },
    },
    BAD: {
      token: "bad",
      decal: { symbol: "circle", dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [3, 0], symbolSize: 0.5 },
    },
    DEAD: { token: "dead" },
  };
  /* The worst class stands on the axis, so that its growth has a straight base. */
  const ORDER = ["DEAD", "BAD", "QUASI_BAD", "EXPEDITED", "UNCOLLECTED"];
  const LABEL_GAP = 17;

  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const isDark = () => getComputedStyle(document.documentElement).colorScheme === "dark";
  const isPhone = () => window.innerWidth < 768;
  const language = document.documentElement.lang;
  const wan = { "zh-Hans": "万", "zh-Hant": "萬" }[language];
  const short = (value) => {
    if (value === 0) return "0";
    if (wan) return `${(value / 1e4).toLocaleString("en-US", { maximumFractionDigits: 1 })}${wan}`;
    if (Math.abs(value) >= 1e6) return `${+(value / 1e6).toFixed(1)}M`;
    return Math.abs(value) >= 1e3 ? `${+(value / 1e3).toFixed(1)}K` : String(value);
  };

  let withoutUncollected = false;
  const shown = () =>
    ORDER.map((name) => data.series.find((each) => each.class === name))
      .filter(Boolean)
      .filter((each) => !(withoutUncollected && each.class === "UNCOLLECTED"));

  const bar = (each) => {
    const style = STYLE[each.class];
    const colour = token(`--ac-c-${style.token}`);
    const wash = isDark() ? "rgba(0,0,0,.28)" : "rgba(255,255,255,.34)";
    const item =
      each.class === "UNCOLLECTED"
        ? { color: token("--ac-c-uncollected-wash"), borderColor: colour, borderWidth: 1, decal: { symbol: "none" } }
        : {
            color: colour,
            borderColor: token("--ac-surface"),
            borderWidth: 1,
            decal: style.decal ? { ...style.decal, color: wash } : { symbol: "none" },
          };
    return {
      name: each.name,
      type: "bar",
      stack: "classes",
      barWidth: isPhone() ? "60%" : "62%",
      data: each.values.map(Number),
      itemStyle: item,
      cursor: data.urls ? "pointer" : "default",
    };
  };

  /* The simple build draws on a canvas; it knows no SVG and is a third of the full one. */
  const chart = window.echarts.init(place);

  const options = () => {
    const phone = isPhone();
    const quiet = { color: token("--ac-text-3"), fontSize: 12 };
    return {
      animation: false,
      textStyle: { fontFamily: token("--ac-font") },
      aria: { enabled: true, decal: { show: true }, label: { description: place.getAttribute("aria-label") } },
      grid: { left: 56, right: phone ? 8 : 112, top: 14, bottom: 22 },
      xAxis: {
        type: "category",
        data: data.labels,
        axisTick: { show: false },
        axisLine: { lineStyle: { color: token("--ac-line-2") } },
        axisLabel: { ...quiet, interval: phone ? Math.max(0, Math.ceil(data.labels.length / 6) - 1) : 0 },
      },
      yAxis: {
        type: "value",
        splitNumber: 4,
        axisLabel: { ...quiet, formatter: short },
        splitLine: { lineStyle: { color: token("--ac-line") } },
      },
      series: shown().map(bar),
    };
  };

  /* Names beside the last bar instead of a legend far away; phones have the legend.
     The reader hears the chart's own description, so these are for the eye only. */
  const nameEnds = () => {
    for (const old of place.querySelectorAll(".ac-chart-end")) old.remove();
    if (isPhone() || !data.labels.length) return;
    const last = data.labels.length - 1;
    let sum = 0;
    let previous = Infinity;
    for (const each of shown()) {
      const value = Number(each.values[last]);
      const middle = chart.convertToPixel({ yAxisIndex: 0 }, sum + value / 2);
      sum += value;
      previous = Math.min(middle, previous - LABEL_GAP);
      const end = document.createElement("span");
      end.className = "ac-chart-end";
      end.setAttribute("aria-hidden", "true");
      end.textContent = each.name;
      end.style.top = `${previous - LABEL_GAP / 2}px`;
      place.append(end);
    }
  };

  const draw = () => {
    chart.setOption(options(), true);
    nameEnds();
  };

  /* The simple build has no tooltip: one line of text follows the bar instead. */
  const tip = document.createElement("span");
  tip.className = "ac-chart-tip";
  tip.setAttribute("aria-hidden", "true");
  tip.hidden = true;
  place.append(tip);
  const grouped = (text) => {
    const [whole, decimals] = String(text).split(".");
    return whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + (decimals ? `.${decimals}` : "");
  };
  chart.on("mouseover", (event) => {
    const series = shown()[event.seriesIndex];
    tip.textContent = `${data.labels[event.dataIndex]} · ${series.name} ${grouped(series.values[event.dataIndex])}`;
    tip.hidden = false;
    const left = event.event.offsetX - tip.offsetWidth / 2;
    tip.style.left = `${Math.max(0, Math.min(left, place.offsetWidth - tip.offsetWidth))}px`;
    tip.style.top = `${Math.max(0, event.event.offsetY - 40)}px`;
  });
  chart.on("mouseout", () => {
    tip.hidden = true;
  });

  chart.on("click", (event) => {
    const series = shown()[event.seriesIndex];
    const urls = Array.isArray(data.urls) ? data.urls : data.urls?.[series.class];
    if (urls?.[event.dataIndex]) window.location.assign(urls[event.dataIndex]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-classes]");
    if (!button) return;
    withoutUncollected = button.dataset.chartClasses === "past";
    for (const each of button.parentElement.querySelectorAll("[data-chart-classes]")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
    draw();
  });
  const redraw = () => {
    chart.resize();
    draw();
  };
  document.addEventListener("arcollect:theme", draw);
  document.addEventListener("arcollect:view", redraw);
  window.addEventListener("resize", redraw);
  /* Paper is light, whatever the screen. */
  const root = document.documentElement;
  let theme = root.dataset.bsTheme;
  window.addEventListener("beforeprint", () => {
    theme = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
    redraw();
  });
  window.addEventListener("afterprint", () => {
    root.dataset.bsTheme = theme;
    redraw();
  });
  draw();
})();
