package dev.awa.cli.command;

import dev.awa.QueueSetting;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a setting, with hyphens too, as its option has it. */
final class SettingNames implements ITypeConverter<QueueSetting> {
  @Override
  public QueueSetting convert(String text) {
    return QueueSetting.of(text.replace('-', '_'))
        .orElseThrow(() ->
            new TypeConversionException(
                "there is no setting "
                    + text
                    + "; there are: "
                    + Arrays.toString(QueueSetting.values())));
  }
}
