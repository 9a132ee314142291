package shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The dashboard is there, for the operator alone. */
@Import(TestDatabase.class)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"awa.worker.enabled=false", "spring.security.user.password=sesame"})
class DashboardTest {
  @Value("${local.server.port}")
  int port;

  private HttpResponse<String> queues(String password) throws Exception {
    String login = "operator:" + password;
    byte[] bytes = login.getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/awa/queues"))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theOperatorSeesTheQueues() throws Exception {
    HttpResponse<String> page = queues("sesame");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("operator", "administer");
    assertThat(queues("wrong").statusCode()).isEqualTo(401);
  }
}
