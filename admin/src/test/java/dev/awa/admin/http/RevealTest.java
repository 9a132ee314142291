package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Encryption;
import dev.awa.Job;
import dev.awa.admin.Documents;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Encrypted arguments are shown to an administrator who asks, where the application has the key.
 */
final class RevealTest {
  private static final String CARD = "4111-secret";
  private static final Encryption KEYS = Encryption.with("2026-11", key(1));

  private final TestQueue queue = TestQueue.create();

  private static SecretKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SecretKeySpec(bytes, "AES");
  }

  private long encrypted() {
    Awa awa = queue.awa().encrypting(KEYS);
    return awa.enqueue(Job.of("charge", Map.of("card", CARD)).withQueue("mail")).id();
  }

  private Admin admin(Function<DataSource, Awa> client, AdminConfig config) {
    return Admin.of(queue.dataSource(), client, Tokens.parse(Api.TOKENS), config);
  }

  private Admin admin(Function<DataSource, Awa> client) {
    return admin(client, AdminConfig.defaults());
  }

  /** What decrypts on its own, as an application may. */
  private interface Vault {
    String decryptIn(String args);
  }

  private static JsonNode asked(Admin admin, String token, String target) {
    Answer answer = admin.answer(Asked.get(target).with("Authorization", token));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return Documents.JSON.readTree(answer.body());
  }

  @Test
  void whoHasTheKeyShowsThemToAnAdministratorWhoAsks() {
    long id = encrypted();
    DataSource dataSource = queue.dataSource();
    Encryption keys = KEYS;
    Access access = Tokens.parse(Api.TOKENS);
    AdminConfig config = AdminConfig.defaults();
    Admin admin = Admin.of(dataSource, source -> Awa.of(source).encrypting(keys), access, config);
    JsonNode job = asked(admin, Api.ADMINISTER, "/jobs/" + id + "?reveal=true");
    assertThat(job.get("args").get("card").asString()).isEqualTo(CARD);
    assertThat(job.has(JobRoutes.ARGS_NOTE)).isFalse();
  }

  @Test
  void nobodyElseSeesThem() {
    long id = encrypted();
    Admin admin = admin(source -> Awa.of(source).encrypting(KEYS));
    for (String target : new String[] {"/jobs/" + id, "/jobs"}) {
      JsonNode shown = asked(admin, Api.ADMINISTER, target);
      assertThat(shown.toString()).contains("\"data\":\"***\"").doesNotContain(CARD);
    }
    Api.problem(
        403,
        admin.answer(Asked.get("/jobs/" + id + "?reveal=true").with("Authorization", Api.OPERATE)));
  }

  @Test
  void whoDoesNotHaveTheKeySaysWhich() {
    long id = encrypted();
    Encryption other = Encryption.with("2026-11", key(2));
    for (Admin admin :
        new Admin[] {admin(Awa::of), admin(source -> Awa.of(source).encrypting(other))}) {
      JsonNode job = asked(admin, Api.ADMINISTER, "/jobs/" + id + "?reveal=true");
      assertThat(job.get("args").get("key").asString()).isEqualTo("2026-11");
      assertThat(job.get(JobRoutes.ARGS_NOTE).asString())
          .contains("encrypted with key \"2026-11\"");
    }
  }

  @Test
  void anApplicationRevealsWhatItHasEncryptedItself() {
    long id = queue.awa().enqueue(Job.of("charge", Map.of("card", "vault:" + CARD))).id();
    Vault vault = args -> args.replace("vault:", "");
    AdminConfig config = AdminConfig.defaults().withRevealer(job -> vault.decryptIn(job.args()));
    Admin admin = admin(Awa::of, config);
    assertThat(
            asked(admin, Api.ADMINISTER, "/jobs/" + id + "?reveal=true")
                .get("args")
                .get("card")
                .asString())
        .isEqualTo(CARD);
    assertThat(asked(admin, Api.ADMINISTER, "/jobs/" + id).toString()).contains("vault:");
    assertThat(asked(admin, Api.ADMINISTER, "/jobs").toString()).contains("vault:");
  }

  @Test
  void whatCantBeRevealedIsShownAsItIsStored() {
    long id = queue.awa().enqueue(Job.of("charge", Map.of("card", "vault:1"))).id();
    for (Revealer broken :
        new Revealer[] {
          job -> "no JSON",
          job -> {
            throw new IllegalStateException("the vault is sealed, token s3cret");
          }
        }) {
      Admin admin = admin(Awa::of, AdminConfig.defaults().withRevealer(broken));
      JsonNode job = asked(admin, Api.ADMINISTER, "/jobs/" + id + "?reveal=true");
      assertThat(job.get("args").get("card").asString()).isEqualTo("vault:1");
      assertThat(job.get(JobRoutes.ARGS_NOTE).asString())
          .startsWith("the application could not reveal them: ")
          .doesNotContain("s3cret");
    }
  }
}
