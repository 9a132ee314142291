package dev.awa.spring;

import dev.awa.client.Awa;
import dev.awa.event.WorkerStarted;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/** What the info of Actuator says of Awa. Asks no database. */
final class AwaInfo implements InfoContributor {
  private final AwaReadings readings;
  private final AwaProperties properties;

  AwaInfo(AwaReadings readings, AwaProperties properties) {
    this.readings = readings;
    this.properties = properties;
  }

  @Override
  public void contribute(Info.Builder builder) {
    Map<String, Object> awa = new LinkedHashMap<>();
    String version = Awa.class.getPackage().getImplementationVersion();
    if (version != null) {
      awa.put("version", version);
    }
    awa.put("schema", properties.schema());
    Map<String, Object> workers = new LinkedHashMap<>();
    for (OneWorker one : readings.workers()) {
      WorkerStarted started = one.watch().map(WorkerWatch::started).orElse(null);
      if (started != null) {
        awa.put("schemaVersion", started.version());
      }
      workers.put(one.name(), Map.of("name", one.label(), "queues", one.queues().keySet()));
    }
    awa.put("workers", workers);
    builder.withDetail("awa", awa);
  }
}
