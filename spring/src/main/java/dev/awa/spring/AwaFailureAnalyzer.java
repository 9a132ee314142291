package dev.awa.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot show in words why an application can't start with Awa. */
final class AwaFailureAnalyzer extends AbstractFailureAnalyzer<AwaStartException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, AwaStartException cause) {
    return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
  }
}
