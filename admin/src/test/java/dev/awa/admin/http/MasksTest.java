package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the server masks is shown by no route. */
final class MasksTest {
  private final Api api =
      new Api(
          AdminConfig.defaults()
              .withHosts(Set.of("localhost"))
              .withMasks(List.of("args.email", "metadata.of")));

  /** A schedule has arguments and metadata, as its jobs have. */
  @Test
  void aScheduleHidesWhatItsJobsHide() {
    api.awa()
        .schedules()
        .add(
            "people",
            Schedule.every(
                "nightly",
                Duration.ofHours(1),
                Job.of("weigh", Map.of("email", "jo@example.org", "kg", 2))
                    .withMetadata(Map.of("of", "tenant-1", "at", "night"))),
            "test");
    for (Asked request :
        List.of(
            Asked.get("/schedules"),
            Asked.get("/schedules/nightly"),
            Asked.of("POST", "/schedules/nightly/pause").json("{\"reason\":\"deploy\"}"),
            Asked.of("POST", "/schedules/nightly/resume"),
            Asked.of("POST", "/schedules/nightly/retire"),
            Asked.of("DELETE", "/schedules/nightly"))) {
      Answer answer = api.as(Api.ADMINISTER, request);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body())
          .as(request.path())
          .contains("\"email\" : \"***\"", "\"kg\" : 2", "\"at\" : \"night\"")
          .doesNotContain("jo@example", "tenant-1");
    }
  }
}
