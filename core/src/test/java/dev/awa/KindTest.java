package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kinds that other versions of Awa give the same class names. */
final class KindTest {
  @ParameterizedTest
  @CsvSource({
    "SendEmail, send_email",
    "SMTPEmail, smtp_email",
    "OAuthRefresh, o_auth_refresh",
    "PDFRenderJob, pdf_render_job",
    "HTMLToPDF, html_to_pdf",
    "ReconcileQ3Revenue, reconcile_q3_revenue",
    "ProcessV2Import, process_v2_import",
    "IOError, io_error",
    "Job, job",
    "A, a",
    "AB, ab",
    "already_snake, already_snake",
    "Größe, größe",
    "ÄrgerMelden, ärger_melden"
  })
  void aKindIsTheSnakeCaseOfTheName(String name, String kind) {
    assertThat(Kind.of(name)).isEqualTo(kind);
  }

  @Test
  void aClassGivesItsSimpleName() {
    assertThat(Kind.of(Outer.InnerJob.class)).isEqualTo("inner_job");
    assertThat(Job.of(new Outer.InnerJob()).kind()).isEqualTo("inner_job");
  }

  private record Outer() {
    private record InnerJob() {}
  }
}
