package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.util.List;

/** Looks at one thing. */
interface Exam {
  /** Its name, a word of small letters. */
  String name();

  /** What is looked at, in a few words. */
  String about();

  /** What is wrong; empty when nothing is. */
  List<Finding> on(Patient patient) throws SQLException;

  /** Whether it looks at the tables of the queue, which must be of this version. */
  default boolean looksAtTheQueue() {
    return false;
  }

  default Finding problem(String found, String evidence, String consequence, String remedy) {
    return new Finding(name(), Level.PROBLEM, found, evidence, consequence, remedy);
  }

  default Finding warning(String found, String evidence, String consequence, String remedy) {
    return new Finding(name(), Level.WARNING, found, evidence, consequence, remedy);
  }

  default Finding note(String found, String evidence, String consequence, String remedy) {
    return new Finding(name(), Level.NOTE, found, evidence, consequence, remedy);
  }
}
