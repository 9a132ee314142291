package dev.awa.cli.top;

import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;

/** The keys that are no letters, by name. */
final class Keys {
  static final String UP = "up";
  static final String DOWN = "down";
  static final String PAGE_UP = "page up";
  static final String PAGE_DOWN = "page down";
  static final String HOME = "home";
  static final String END = "end";
  static final String ENTER = "enter";
  static final String ESCAPE = "escape";
  static final String TAB = "tab";
  static final String BACKSPACE = "backspace";
  static final String INTERRUPT = "interrupt";

  /** Any other: what was typed is its name. */
  static final String TYPED = "";

  /** Longer than the parts of one key are apart, also over a slow line; short for a person. */
  private static final long ESCAPE_MILLIS = 150;

  private Keys() {}

  /** What a terminal sends for each. */
  static KeyMap<String> of(Terminal terminal) {
    KeyMap<String> keys = new KeyMap<>();
    keys.setAmbiguousTimeout(ESCAPE_MILLIS);
    keys.setUnicode(TYPED);
    keys.setNomatch(TYPED);
    for (char ascii = ' '; ascii < KeyMap.KEYMAP_LENGTH; ascii++) {
      keys.bind(TYPED, String.valueOf(ascii));
    }
    bind(keys, terminal, UP, Capability.key_up, "\u001b[A", "\u001bOA");
    bind(keys, terminal, DOWN, Capability.key_down, "\u001b[B", "\u001bOB");
    bind(keys, terminal, PAGE_UP, Capability.key_ppage, "\u001b[5~", KeyMap.ctrl('B'));
    bind(keys, terminal, PAGE_DOWN, Capability.key_npage, "\u001b[6~", KeyMap.ctrl('F'));
    bind(keys, terminal, HOME, Capability.key_home, "\u001b[H", "\u001b[1~");
    bind(keys, terminal, END, Capability.key_end, "\u001b[F", "\u001b[4~");
    keys.bind(BACKSPACE, KeyMap.del(), KeyMap.ctrl('H'));
    keys.bind(ENTER, "\r", "\n");
    keys.bind(TAB, "\t");
    keys.bind(ESCAPE, "\u001b");
    keys.bind(INTERRUPT, KeyMap.ctrl('C'));
    return keys;
  }

  private static void bind(
      KeyMap<String> keys, Terminal terminal, String name, Capability capability, String... also) {
    keys.bind(name, also);
    String sent = KeyMap.key(terminal, capability);
    if (sent != null && !sent.isEmpty()) {
      keys.bind(name, sent);
    }
  }
}
