package dev.awa.admin.page;

import dev.awa.StorageStatus;
import java.util.List;

/** What keeps the space, who, and when does it end by itself? */
record StoragePage(StorageStatus status, Now now) {
  static Page of(Visit visit) {
    Samples.Sample sample = visit.shared("storage-status", "/storage");
    StoragePage page = new StoragePage((StorageStatus) sample.document(), visit.now(sample.at()));
    return Page.of("Storage", "storage", out -> JtestorageGenerated.render(out, null, page));
  }

  long bytes() {
    return status.segments().stream().mapToLong(StorageStatus.Segment::bytes).sum();
  }

  boolean isCurrent(StorageStatus.Segment segment) {
    return segment.equals(current());
  }

  /** What keeps a segment, in words. */
  String keeps(StorageStatus.Segment segment) {
    return isCurrent(segment)
        ? "written to"
        : String.join("; ", status.blockersOf(segment.generation()));
  }

  /** What keeps segments beside the current one, in words. */
  List<String> blockers() {
    return status.blockers().stream()
        .filter(blocker -> !blocker.generations().equals(List.of(current().generation())))
        .map(blocker -> Words.sentence(blocker.words()))
        .toList();
  }

  private StorageStatus.Segment current() {
    return status.segments().getLast();
  }

  /** A count that was not counted to its end says so. */
  static String counted(long number) {
    return Words.count(number) + (number >= StorageStatus.COUNTED ? " or more" : "");
  }

  List<Ring.Slot> ring() {
    return Ring.of(status);
  }
}
