package dev.awa.cli.command;

import dev.awa.JobState;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the state of a job from the command line. */
final class JobStates implements ITypeConverter<JobState> {
  @Override
  public JobState convert(String word) {
    try {
      return JobState.of(word);
    } catch (IllegalArgumentException e) {
      String hint =
          word.startsWith("dead") ? "; dead letters are failed jobs: awa dead-letters list" : "";
      throw new TypeConversionException(
          "must be one of "
              + String.join(", ", Arrays.stream(JobState.values()).map(JobState::word).toList())
              + ", got "
              + word
              + hint);
    }
  }
}
