package dev.awa.json;

import dev.awa.AwaException;
import dev.awa.JsonCodec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The codec of whoever names none: by Jackson 3, or by Jackson 2 where Jackson 3 can't be used.
 * That is so where an application holds the annotations, which both share, at a version older than
 * Jackson 3 needs, as Spring Boot 3.5.12 and Quarkus 3.27 do.
 */
public final class StandardCodec {
  private static final Logger LOG = LoggerFactory.getLogger(StandardCodec.class);

  private static final Pattern CLASS =
      Pattern.compile("(com[./]fasterxml|tools)[./]jackson[\\w./$]*");

  private StandardCodec() {}

  /**
   * Finds the codec.
   *
   * @throws AwaException when there is neither; says what to do
   */
  public static JsonCodec find() {
    try {
      return JacksonCodec.standard();
    } catch (LinkageError e) {
      return byJackson2(e);
    }
  }

  private static JsonCodec byJackson2(LinkageError why) {
    try {
      JsonCodec codec = Jackson2Codec.standard();
      LOG.info(
          "arguments of jobs are written and read by Jackson 2: Jackson 3 needs {}", needs(why));
      return codec;
    } catch (LinkageError neither) {
      AwaException failure =
          new AwaException(
              "JSON: Jackson 3 can't be used here, it needs "
                  + needs(why)
                  + ", and there is no Jackson 2 (jackson-databind 2.16 or newer). Raise"
                  + " com.fasterxml.jackson.core:jackson-annotations to 2.21 or newer, or hand in a"
                  + " JsonCodec of your own",
              why);
      failure.addSuppressed(neither);
      throw failure;
    }
  }

  /**
   * The class that is missing; the JVM wraps its name the more often, the more often it is asked.
   */
  private static String needs(LinkageError error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    Matcher name = CLASS.matcher(String.valueOf(cause.getMessage()));
    return name.find() ? name.group().replace('/', '.') : cause.toString();
  }
}
