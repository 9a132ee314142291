package dev.awa.spring;

import dev.awa.worker.HandlerConfig;

/**
 * Changes the settings of handlers, for what neither the annotations nor the properties say: the
 * upcasts of older arguments, aliases of kinds, another back-off. A bean of the application;
 * several are called in their order.
 *
 * <pre>{@code
 * @Bean
 * HandlerCustomizer receipts() {
 *   return (kind, settings) -> kind.equals("send_receipt")
 *       ? settings.withUpcast(1, args -> { args.put("currency", "EUR"); return args; })
 *       : settings;
 * }
 * }</pre>
 */
@FunctionalInterface
public interface HandlerCustomizer {
  /**
   * The settings of a handler.
   *
   * @param kind its kind
   * @param settings as they were found
   */
  HandlerConfig customize(String kind, HandlerConfig settings);
}
