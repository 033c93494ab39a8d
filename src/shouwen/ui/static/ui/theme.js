// Sets light or dark before anything is painted, so that no page flashes.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // Storage may be forbidden; the device's wish still counts.
    }
  };
  const apply = () => {
    const choice = chosen();
    const theme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    document.documentElement.setAttribute("data-bs-theme", theme);
    document.documentElement.setAttribute("data-theme-chosen", choice);
  };
  apply();
  dark.addEventListener("change", apply);
  window.shouwenTheme = (choice) => {
    try {
      localStorage.setItem("theme", choice);
    } catch {
      // Without storage the choice lasts until the page is left.
    }
    apply();
  };
})();
