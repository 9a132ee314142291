package dev.awa;

/** A job whose unique rule says so was refused as a duplicate. Nothing of the call was written. */
public final class DuplicateJobException extends AwaException {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final long existingId;

  /**
   * @param index which job of the call, counted from 0
   * @param existingId the job that holds the key; 0 when it is an earlier job of the same call
   */
  public DuplicateJobException(int index, long existingId) {
    super(
        "jobs["
            + index
            + "] is a duplicate of "
            + (existingId == 0 ? "an earlier job of the same call" : "job " + existingId)
            + "; nothing was enqueued");
    this.index = index;
    this.existingId = existingId;
  }

  /** Which job of the call, counted from 0. */
  public int index() {
    return index;
  }

  /** The job that holds the key; 0 when it is an earlier job of the same call. */
  public long existingId() {
    return existingId;
  }
}
