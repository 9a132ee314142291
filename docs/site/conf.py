"""How the site is made of the Markdown of the repository: bin/docs build.

The pages are plain Markdown that a code forge shows as well. What only the site has, the menu, is
the list below: each section names pages, or folders of pages by a pattern. A page that is named and
not there is passed by. A page that is there and that no section names fails the build.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

MENU = {
    "Tutorial": ["docs/tutorial/*"],
    "How-to guides": [
        "docs/how-to/enqueue",
        "docs/how-to/handlers",
        "docs/how-to/schedules",
        "docs/testing",
        "docs/spring",
        "docs/kotlin",
        "docs/arguments",
        "docs/failed-jobs",
        "docs/how-to/deploy",
        "docs/how-to/size",
        "docs/how-to/queue-settings",
        "docs/how-to/maintenance",
        "docs/how-to/stats",
        "docs/poolers",
        "docs/how-to/replicas",
        "docs/how-to/roles",
        "docs/how-to/contexts",
        "docs/migrations",
        "docs/how-to/upgrade",
        "docs/metrics",
        "docs/tracing",
        "docs/how-to/doctor",
        "docs/how-to/troubleshoot",
        "docs/how-to/*",
    ],
    "Reference": [
        "docs/reference/settings",
        "docs/reference/spring-properties",
        "docs/reference/command",
        "docs/reference/json",
        "docs/reference/sql",
        "docs/reference/events",
        "docs/reference/errors",
        "docs/reference/*",
        "docs/words",
        "docs/compatibility",
        "CHANGELOG",
    ],
    "Explanation": [
        "docs/explanation/promises",
        "docs/explanation/how-it-works",
        "docs/explanation/*",
        "docs/comparison",
        "docs/benchmarks",
        "docs/decisions",
        "docs/chaos",
        "docs/seeds",
    ],
    "Surprises of other software": [
        "docs/pools-and-transactions",
        "docs/json",
        "docs/cron-libraries",
        "docs/metrics-libraries",
        "findings/README",
    ],
    "The project": [
        "README",
        "ARCHITECTURE",
        "core/src/main/java/dev/awa/engine/README",
        "CONTRIBUTING",
        "docs/releasing",
        "SECURITY",
        "correctness/README",
        "bench/README",
        "examples/README",
        "examples/*/README",
    ],
}

project = "Awa for Java"
author = "the authors of Awa"
project_copyright = author
language = "en"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "docs/**.md",
    *{f"{page}.md" for pages in MENU.values() for page in pages if not page.startswith("docs/")},
]
exclude_patterns = ["**/target", "**/node_modules", "**/.git", "docs/site"]

highlight_language = "none"  # a block without a language is shell or output
myst_heading_anchors = 4  # as code forges make them
nitpicky = True
smartquotes = False  # it makes a dash of the two of an option, and curls the quotes of JSON

html_theme = "furo"
html_title = project
html_static_path = ["static"]
html_css_files = ["awa.css"]
html_favicon = "static/favicon.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_show_copyright = False
html_last_updated_fmt = None
html_use_index = False
html_theme_options = {"navigation_with_keys": False, "footer_icons": []}
pygments_style = "friendly"
pygments_dark_style = "github-dark"


def pages_of(patterns):
    """The pages that a section has, each once, in its order."""
    found = []
    for pattern in patterns:
        for page in sorted(ROOT.glob(pattern + ".md")):
            name = page.relative_to(ROOT).with_suffix("").as_posix()
            if name not in found and name != root_doc:
                found.append(name)
    return found


def menu():
    """The menu, as the directives of Sphinx that stand at the end of the first page."""
    blocks = []
    for title, patterns in MENU.items():
        lines = "\n".join("/" + page for page in pages_of(patterns))
        blocks.append(f"```{{toctree}}\n:hidden:\n:caption: {title}\n\n{lines}\n```\n")
    return "\n" + "\n".join(blocks)


def add_menu(app, docname, source):
    if docname == root_doc:
        source[0] += menu()


def lead_to_the_first_page(app, exception):
    """The folder of the site opens on the first page."""
    if exception is None:
        (Path(app.outdir) / "index.html").write_text(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Awa for Java</title>"
            f'<meta http-equiv=refresh content="0; url={root_doc}.html">'
            f'<a href="{root_doc}.html">Awa for Java</a>\n'
        )


def setup(app):
    app.connect("source-read", add_menu)
    app.connect("build-finished", lead_to_the_first_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
