package orch.snapshot;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Tar streams as files compressed by zstd. Memory does not depend on their size. */
final class Archives {
  /** The compressor's own default: faster ones save little time beside the engine's own work. */
  private static final int LEVEL = 3;

  private static final int BUFFER = 256 * 1024;

  /** Most threads that compress; each has its own memory. */
  private static final int WORKERS = 4;

  /** Processors that reading and hashing keep busy. */
  private static final int OTHER_WORK = 2;

  /** Bytes that one thread compresses at a time; its default would take 8 MB for each of them. */
  private static final int JOB = 2 * 1024 * 1024;

  /** POSIX ends a tar stream with two blocks of zeros; an engine that breaks off sends none. */
  private static final int END = 1024;

  private Archives() {}

  /** An archive is not what its manifest says, or no archive at all. */
  static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String what) {
      super(what);
    }

    Damaged(String what, IOException cause) {
      super(what, cause);
    }
  }

  /** The error of the file that is written, apart from errors of what is read meanwhile. */
  static final class Unwritable extends IOException {
    private static final long serialVersionUID = 1L;

    Unwritable(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Writes a tar stream, which is closed, to a new file and has it written to the disk.
   *
   * @param told receives the bytes read so far, now and then
   * @throws Unwritable when the file cannot be written
   * @throws IOException when the stream breaks off
   */
  static SavedVolume write(String volume, InputStream tar, Path file, LongConsumer told)
      throws IOException {
    MessageDigest digest = sha256();
    long bytes = 0;
    long zeros = 0;
    try (ReadAhead blocks = new ReadAhead(tar);
        OutputStream out =
            new Told(
                new WriteBehind(
                    new DigestOutputStream(
                        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), digest)));
        ZstdOutputStreamNoFinalizer packed = new ZstdOutputStreamNoFinalizer(out, LEVEL)) {
      int spare = Runtime.getRuntime().availableProcessors() - OTHER_WORK;
      if (spare > 0) {
        packed.setWorkers(Math.min(spare, WORKERS));
        packed.setJobSize(JOB);
      }
      for (ByteBuffer block = blocks.block(); block.hasRemaining(); block = blocks.block()) {
        packed.write(block.array(), block.position(), block.remaining());
        bytes += block.remaining();
        zeros = zerosAtEnd(block, zeros);
        told.accept(bytes);
      }
    }
    if (bytes % 512 != 0 || zeros < END) {
      throw new IOException("the engine broke off the files of volume '" + volume + "'");
    }
    try {
      orch.own.StateFolder.force(file);
      return new SavedVolume(
          volume, bytes, Files.size(file), HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new Unwritable(e);
    }
  }

  private static long zerosAtEnd(ByteBuffer block, long before) {
    int zeros = 0;
    while (zeros < Math.min(block.remaining(), END) && block.get(block.limit() - 1 - zeros) == 0) {
      zeros++;
    }
    return zeros == block.remaining() ? before + zeros : zeros;
  }

  /**
   * The tar stream of an archive that {@link #verify} has found to be what the manifest says.
   *
   * @throws Damaged also while it is read
   */
  static InputStream read(SavedVolume volume, Path file) throws IOException {
    checkSize(volume, file);
    InputStream stored = Files.newInputStream(file);
    try {
      return new Unpacked(volume, stored);
    } catch (IOException e) {
      stored.close();
      throw new Damaged(file.getFileName() + " is no archive: " + e.getMessage(), e);
    }
  }

  /**
   * Verifies an archive of which nobody knows who made it, and unpacks it to its end.
   *
   * @throws Damaged when it is not what the manifest says
   */
  static void unpack(SavedVolume volume, Path file) throws IOException {
    verify(volume, file);
    try (InputStream tar = read(volume, file)) {
      tar.transferTo(OutputStream.nullOutputStream());
    }
  }

  /**
   * Proves that an archive is as it was written, or as it was unpacked before: by its digest, in a
   * fraction of the time that unpacking takes.
   *
   * @throws Damaged when it is not what the manifest says
   */
  static void verify(SavedVolume volume, Path file) throws IOException {
    checkSize(volume, file);
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream stored = Files.newInputStream(file)) {
      for (int count = stored.read(buffer); count >= 0; count = stored.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    checkDigest(volume, digest);
  }

  private static void checkSize(SavedVolume volume, Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new Damaged("there is no file " + file.getFileName());
    }
    if (Files.size(file) != volume.stored()) {
      throw new Damaged(
          file.getFileName() + " has " + Files.size(file) + " bytes, not " + volume.stored());
    }
  }

  private static void checkDigest(SavedVolume volume, MessageDigest digest) throws Damaged {
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(volume.sha256())) {
      throw new Damaged(
          "SHA-256 of " + volume.file() + " is " + found + ", not " + volume.sha256());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Tells errors of the file apart from those of what is read meanwhile. */
  private static final class Told extends FilterOutputStream {
    Told(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      try {
        out.write(from, offset, length);
      } catch (IOException e) {
        throw new Unwritable(e);
      }
    }

    @Override
    public void close() throws IOException {
      try {
        out.close();
      } catch (IOException e) {
        throw new Unwritable(e);
      }
    }
  }

  /** The unpacked stream, whose end comes only when its size is right. */
  private static final class Unpacked extends InputStream {
    private final SavedVolume volume;
    private final InputStream stored;
    private final ZstdInputStreamNoFinalizer tar;
    private long bytes;
    private boolean ended;

    Unpacked(SavedVolume volume, InputStream stored) throws IOException {
      this.volume = volume;
      this.stored = stored;
      this.tar = new ZstdInputStreamNoFinalizer(this.stored);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      int count;
      try {
        count = tar.read(into, offset, length);
      } catch (IOException e) {
        throw new Damaged(volume.file() + " cannot be unpacked: " + e.getMessage(), e);
      }
      if (count < 0) {
        ended = true;
        end();
      } else {
        bytes += count;
      }
      return count;
    }

    private void end() throws IOException {
      if (stored.read() >= 0) {
        throw new Damaged(volume.file() + " goes on after its end");
      }
      if (bytes != volume.bytes()) {
        throw new Damaged(volume.file() + " unpacks to " + bytes + " bytes, not " + volume.bytes());
      }
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
