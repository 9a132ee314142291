package dev.awa.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.json.JacksonCodec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

@AwaTest
final class CodecTest {
  private static final SendReceipt RECEIPT = new SendReceipt("jo@example.org", 4200);

  @Test
  void theCodecOfTheApplicationIsThatOfItsClientToo(AwaKit kit) {
    kit.codec(
        JacksonCodec.of(
            JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
                .build()));
    List<SendReceipt> read = new ArrayList<>();
    kit.task(SendReceipt.class, (receipt, context) -> read.add(receipt));
    kit.awa().enqueue(Job.of(RECEIPT).withQueue("mail"));
    assertThat(kit.jobs("mail").getFirst().args()).contains("\"Email\"");
    kit.assertThatQueue("mail").hasOneJob(SendReceipt.class, RECEIPT::equals);
    kit.drain("mail").allCompleted();
    assertThat(read).containsExactly(RECEIPT);
  }
}
