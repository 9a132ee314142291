package dev.awa.admin.page;

/** The page that says why there is none. */
final class RefusedPage {
  private RefusedPage() {}

  static Page of(Refused refused) {
    return Page.of(refused.title(), "", out -> JterefusedGenerated.render(out, null, refused))
        .withStatus(refused.status());
  }
}
